using ZeroG.DataAvailability.Encoding;

namespace ZeroG.Nodes.DaEncoder;

/// <summary>An encoder and the parameters that it stands on, until they are let go.</summary>
/// <param name="Encoder">The encoder.</param>
/// <param name="IsDevelopment">Whether the secret of its parameters is known.</param>
/// <param name="Parameters">Lets go of the parameters; null for an encoder without.</param>
internal sealed record EncoderLease(IBlobEncoder Encoder, bool IsDevelopment, IDisposable? Parameters = null) : IDisposable
{
    public void Dispose() => Parameters?.Dispose();
}
