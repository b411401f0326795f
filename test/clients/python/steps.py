"""How each dialect marks a workflow, its phases and its tool calls: three context managers or functions."""

import json
from contextlib import contextmanager

from opentelemetry import trace

from scenario import SCENARIO, run_tool

WORKFLOW = SCENARIO["workflow"]
SESSION_KEY = SCENARIO["sessionKey"]


class PlainSteps:
    """Steps written by hand with the OpenTelemetry API and this product's attributes."""

    def __init__(self):
        self.tracer = trace.get_tracer("blog-post", "1.2.3")

    def workflow(self):
        return self.tracer.start_as_current_span(
            f"invoke_workflow {WORKFLOW}",
            attributes={
                "gen_ai.operation.name": "invoke_workflow",
                "gen_ai.workflow.name": WORKFLOW,
                "tracker.session.key": SESSION_KEY,
            },
        )

    def phase(self, name: str):
        number = SCENARIO["phases"].index(name) + 1
        return self.tracer.start_as_current_span(
            name, attributes={"tracker.phase.name": name, "tracker.phase.number": number}
        )

    def tool(self, call_id: str, name: str, arguments: str) -> str:
        attributes = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": name,
            "gen_ai.tool.call.id": call_id,
            "gen_ai.tool.type": "function",
            "gen_ai.tool.call.arguments": arguments,
        }
        with self.tracer.start_as_current_span(f"execute_tool {name}", attributes=attributes) as span:
            result = run_tool()
            span.set_attribute("gen_ai.tool.call.result", result)
            return result


class OpenInferenceSteps:
    """Steps as OpenInference's own tracer makes them: CHAIN and TOOL spans, the session in the context."""

    def __init__(self, provider):
        from openinference.instrumentation import OITracer, TraceConfig

        self.tracer = OITracer(provider.get_tracer("blog-post", "1.2.3"), config=TraceConfig())

    @contextmanager
    def workflow(self):
        from openinference.instrumentation import using_session

        with using_session(SESSION_KEY), self.phase(WORKFLOW):
            yield

    def phase(self, name: str):
        return self.tracer.start_as_current_span(name, openinference_span_kind="chain")

    def tool(self, call_id: str, name: str, arguments: str) -> str:
        with self.tracer.start_as_current_span(name, openinference_span_kind="tool") as span:
            span.set_tool(name=name, parameters=json.loads(arguments))
            span.set_attribute("tool.id", call_id)
            span.set_input(arguments)
            result = run_tool()
            span.set_output(result)
            return result


class OpenLLMetrySteps:
    """Steps with the attributes that OpenLLMetry's decorators (`@workflow`, `@task`, `@tool`) write."""

    def __init__(self):
        self.tracer = trace.get_tracer("traceloop.tracer")

    def workflow(self):
        return self._span("workflow", WORKFLOW)

    def phase(self, name: str):
        return self._span("task", name)

    def tool(self, call_id: str, name: str, arguments: str) -> str:
        with self._span("tool", name) as span:
            span.set_attribute("traceloop.entity.input", json.dumps({"args": [arguments], "kwargs": {}}))
            result = run_tool()
            span.set_attribute("traceloop.entity.output", json.dumps(result))
            return result

    def _span(self, kind: str, name: str):
        attributes = {
            "traceloop.span.kind": kind,
            "traceloop.entity.name": name,
            "traceloop.workflow.name": WORKFLOW,
            "traceloop.association.properties.session_id": SESSION_KEY,
        }
        return self.tracer.start_as_current_span(f"{name}.{kind}", attributes=attributes)
