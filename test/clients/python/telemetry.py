"""The stock OpenTelemetry SDK as its documentation sets it up."""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def start_telemetry() -> TracerProvider:
    """Endpoint and service come from `OTEL_EXPORTER_OTLP_ENDPOINT` and `OTEL_SERVICE_NAME`."""
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return provider
