using System.Diagnostics;
using System.Security;
using System.Text.Json.Serialization;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// A new API key for people. The key itself is in <see cref="Secret"/> alone; everything that prints this object masks it.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ApiKey
{
    /// <summary>Takes what was issued.</summary>
    /// <param name="token">The key.</param>
    /// <param name="endpoint">Base address for clients.</param>
    /// <param name="model">The model that the provider registered.</param>
    /// <param name="network">Name of the network.</param>
    public ApiKey(SessionToken token, Uri endpoint, string model, string network)
    {
        Provider = token.Provider;
        TokenId = token.Id;
        CreatedAt = token.CreatedAt;
        ExpiresAt = token.ExpiresAt;
        User = token.User;
        (Endpoint, Model, Network) = (endpoint, model, network);
        Secret = SecretOf(token);
    }

    /// <summary>The only provider that takes it.</summary>
    public Address Provider { get; }

    /// <summary>0 to 254; by it the key is revoked.</summary>
    public int TokenId { get; }

    /// <summary>The key, masked.</summary>
    public string Key { get; } = SessionToken.Masked;

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Base address for any OpenAI client.</summary>
    public Uri Endpoint { get; }

    /// <summary>The model that the provider registered.</summary>
    public string Model { get; }

    /// <summary>Who pays for what is asked with it.</summary>
    public Address User { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The network.</summary>
    public string Network { get; }

    /// <summary>The key.</summary>
    [JsonIgnore]
    public SecureString Secret { get; }

    /// <summary>The text of a key, kept out of transcripts.</summary>
    public static SecureString SecretOf(SessionToken token)
    {
        SecureString secret = new();
        foreach (char c in token.ToSecret())
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>Masked.</summary>
    public override string ToString() => $"{Key} (id {TokenId} at {Provider})";
}
