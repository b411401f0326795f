"""The `openai` package under OpenLLMetry."""

from opentelemetry.instrumentation.openai import OpenAIInstrumentor

from openai_conversation import openai_conversation
from steps import OpenLLMetrySteps
from telemetry import start_telemetry

provider = start_telemetry()
OpenAIInstrumentor().instrument()
openai_conversation(OpenLLMetrySteps())
provider.shutdown()
