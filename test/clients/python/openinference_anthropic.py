"""The `anthropic` package under OpenInference; whether its own spans are on is up to the environment."""

from openinference.instrumentation.anthropic import AnthropicInstrumentor

from anthropic_conversation import anthropic_conversation
from steps import OpenInferenceSteps
from telemetry import start_telemetry

provider = start_telemetry()
AnthropicInstrumentor().instrument(tracer_provider=provider)
anthropic_conversation(OpenInferenceSteps(provider))
provider.shutdown()
