using ZeroG.Chain.Http;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>A provider that could not be reached, or went away before its answer began.</summary>
internal sealed class ProviderSilence(HttpRequestException cause) : Exception(ConnectionFault.Explain(cause), cause);
