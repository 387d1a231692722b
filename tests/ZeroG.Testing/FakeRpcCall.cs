using System.Text.Json;

namespace ZeroG.Testing;

/// <summary>A call that a <see cref="FakeRpcServer"/> received.</summary>
public sealed record FakeRpcCall(string Method, JsonElement Parameters);
