/**
 * Names of the general OpenTelemetry conventions that this product reads, and of MCP.
 * Source: open-telemetry/semantic-conventions v1.41.0, opentelemetry.io/docs/specs/semconv.
 */

/** Name of the program. Resource. Example: `checkout-agent`. */
export const ATTR_SERVICE_NAME = 'service.name' as const
/** Id of a user session. Span or resource. Example: `s-17`. */
export const ATTR_SESSION_ID = 'session.id' as const
/** Id of the user. Example: `u-42`. */
export const ATTR_USER_ID = 'user.id' as const
/** Id of the user. Older spelling of `user.id`. */
export const ATTR_ENDUSER_ID = 'enduser.id' as const

/** Class of the failure: exception class, HTTP status, provider code or `_OTHER`. Example: `timeout`. */
export const ATTR_ERROR_TYPE = 'error.type' as const
/** Text of the failure. Example: `connection reset`. */
export const ATTR_ERROR_MESSAGE = 'error.message' as const
/** Span event: an exception. */
export const EVENT_EXCEPTION = 'exception' as const
/** Class of the exception. Example: `TypeError`. */
export const ATTR_EXCEPTION_TYPE = 'exception.type' as const
/** Text of the exception. Example: `x is not a function`. */
export const ATTR_EXCEPTION_MESSAGE = 'exception.message' as const
/** Stack trace of the exception. */
export const ATTR_EXCEPTION_STACKTRACE = 'exception.stacktrace' as const
/** Whether the exception left the span. Deprecated in v1.34. Example: `true`. */
export const ATTR_EXCEPTION_ESCAPED = 'exception.escaped' as const

/** Exit code of the process. Example: `1`. */
export const ATTR_PROCESS_EXIT_CODE = 'process.exit.code' as const
/** The whole command. Example: `npm test`. */
export const ATTR_PROCESS_COMMAND_LINE = 'process.command_line' as const
/** Path of the file. Example: `out/draft.md`. */
export const ATTR_FILE_PATH = 'file.path' as const
/** Size of the file in bytes. Example: `2048`. */
export const ATTR_FILE_SIZE = 'file.size' as const

/** Method of an MCP request (v1.39). Example: `tools/call`. */
export const ATTR_MCP_METHOD_NAME = 'mcp.method.name' as const
/** A tool call over MCP. */
export const MCP_METHOD_NAME_VALUE_TOOLS_CALL = 'tools/call' as const
