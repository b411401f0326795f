"""The `openai` package under OpenInference."""

from openinference.instrumentation.openai import OpenAIInstrumentor

from openai_conversation import openai_conversation
from steps import OpenInferenceSteps
from telemetry import start_telemetry

provider = start_telemetry()
OpenAIInstrumentor().instrument(tracer_provider=provider)
openai_conversation(OpenInferenceSteps(provider))
provider.shutdown()
