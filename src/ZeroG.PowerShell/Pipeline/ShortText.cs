using System.Management.Automation;
using ZeroG.Chain;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>
/// Hashes, addresses and amounts as tables show them. What comes back from another process (Start-Job, Invoke-Command) is text or a bag of
/// properties by then, and is shown in the same way.
/// </summary>
public static class ShortText
{
    /// <summary>The short text of a value; null for none.</summary>
    public static string? Of(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        Hash256 hash => hash.ToShortString(),
        Address address => address.ToShortString(),
        TokenAmount amount => amount.ToShortString(),
        _ => value?.ToString() is { } text ? Shorten(text) : null,
    };

    private static string Shorten(string text) =>
        Hash256.TryParse(text, out Hash256 hash) ? hash.ToShortString()
        : Address.TryParse(text, out Address address) ? address.ToShortString()
        : TokenAmount.TryParse(text, out TokenAmount amount) ? amount.ToShortString()
        : text;
}
