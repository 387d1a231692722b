using ZeroG.Chain.JsonRpc;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>Addresses of servers for people: without what may be a provider's key. Views call this.</summary>
public static class UriText
{
    /// <summary>The address with keys masked; null for null.</summary>
    public static string? Mask(Uri? uri) => uri is null ? null : MaskedUri.Of(uri);
}
