"""The stock SDK sends 7 spans, 5 log records and 4 metric points by the protocol in `PROTOCOL`: `http` or `grpc`.

Endpoint, headers, compression and service come from the `OTEL_` variables.
"""

import logging
import os

from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

if os.environ["PROTOCOL"] == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
else:
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter


def send_spans() -> None:
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    for number in range(7):
        provider.get_tracer("transports").start_span(f"span {number}").end()
    provider.shutdown()


def send_logs() -> None:
    provider = LoggerProvider()
    provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    logger = logging.Logger("transports")
    logger.addHandler(LoggingHandler(logger_provider=provider))
    for number in range(5):
        logger.warning("record %d", number)
    provider.shutdown()


def send_metrics() -> None:
    provider = MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter())])
    meter = provider.get_meter("transports")
    for kind in ("a", "b"):
        meter.create_counter("sum").add(1, {"kind": kind})
    meter.create_histogram("histogram").record(2.5)
    meter.create_gauge("gauge").set(7)
    provider.shutdown()


if __name__ == "__main__":
    send_spans()
    send_logs()
    send_metrics()
