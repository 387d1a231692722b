using ZeroG.Compute.Services;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>
/// What went over the wire for one paid request, byte for byte: the facts that verification compares with what the provider signed.
/// </summary>
/// <param name="service">Who was asked.</param>
internal sealed class Exchange(InferenceService service)
{
    /// <summary>Under which the exchange travels with its request.</summary>
    public static readonly HttpRequestOptionsKey<Exchange> Key = new("ZeroG.Exchange");

    /// <summary>Who was asked.</summary>
    public InferenceService Service { get; } = service;

    /// <summary>SHA-256 of the request's body.</summary>
    public string? RequestHash { get; set; }

    /// <summary>The provider's key for the signature, from the headers.</summary>
    public string? ResponseKey { get; set; }

    /// <summary>The response's body as it comes; null before the headers came.</summary>
    public ExchangeStream? Body { get; set; }

    /// <summary>SHA-256 of the response's body; null when it was not read to its end.</summary>
    public string? ResponseHash => Body?.Hash;

    /// <summary>The whole body of a response that is no stream; empty for a stream.</summary>
    public ReadOnlyMemory<byte> Kept => Body?.Kept ?? default;

    /// <summary>Reads what is left of the body, since hashes count every byte, and lets go of the connection.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (Body is { } body)
        {
            await body.FinishAsync(cancellationToken);
        }
    }

    /// <summary>Lets go of the connection; what is left of the body is not read.</summary>
    public void Abandon() => Body?.Abandon();
}
