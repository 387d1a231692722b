using System.Text.Json;

namespace ZeroG.Chain.JsonRpc;

/// <summary>
/// Reads a result straight from the answer's buffer. The reader stands on the first token of the value; whatever is kept must be copied,
/// because the buffer goes back to the pool afterwards. It may run again when a call is repeated.
/// </summary>
/// <exception cref="JsonException">The value is not what the method promises.</exception>
public delegate T JsonRpcResultReader<out T>(ref Utf8JsonReader reader);
