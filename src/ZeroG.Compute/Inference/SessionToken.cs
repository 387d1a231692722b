using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.Compute.Inference;

/// <summary>
/// A signed pass of one user to one provider, and the one form of API keys: <c>app-sk-</c> and Base64 of the signed text, <c>|</c> and the
/// signature (0G compute specification 2.3). Whoever has the secret spends the user's money; everything that prints this object masks it.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SessionToken
{
    /// <summary>How every secret begins.</summary>
    public const string Prefix = "app-sk-";

    /// <summary>What is shown in place of a secret.</summary>
    public const string Masked = Prefix + "********";

    /// <summary>The id of all ephemeral tokens, which only revoking all of a generation ends.</summary>
    public const int EphemeralId = 255;

    /// <summary>The longest life of an ephemeral token, counted from <see cref="CreatedAt"/>.</summary>
    public static readonly TimeSpan LongestEphemeral = TimeSpan.FromHours(24);

    private const int NonceSize = 16;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _message;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _signature;

    internal SessionToken(SessionTokenText text, string message, string signature)
    {
        Text = text;
        (_message, _signature) = (message, signature);
    }

    /// <summary>The account that pays, and whose key signed.</summary>
    public Address User => Text.User;

    /// <summary>The only provider that takes it.</summary>
    public Address Provider => Text.Provider;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds(Text.Timestamp);

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt =>
        Text.ExpiresAt == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(Text.ExpiresAt);

    /// <summary>Tokens of an older generation than the account's are revoked.</summary>
    public BigInteger Generation => Text.Generation;

    /// <summary>0 to 254 for an API key that can be revoked alone, <see cref="EphemeralId"/> otherwise.</summary>
    public int Id => Text.TokenId;

    /// <summary>True for a token that is made in passing and lives a day at most.</summary>
    public bool IsEphemeral => Id == EphemeralId;

    /// <summary>The fields as they are written.</summary>
    [JsonIgnore]
    internal SessionTokenText Text { get; }

    /// <summary>Makes a token for a day or less, under the id that all such tokens share.</summary>
    /// <param name="wallet">Signs, and pays for what is asked with it.</param>
    /// <param name="provider">Who is to take it.</param>
    /// <param name="generation">The account's generation on the chain; 0 without an account.</param>
    /// <param name="now">The time.</param>
    /// <param name="duration">Its life; null, zero and less stand for 24 hours.</param>
    /// <param name="nonce">Any text; null for 16 random bytes.</param>
    /// <exception cref="ZeroGException"><c>ZgTokenTooLong</c>: more than 24 hours.</exception>
    public static SessionToken CreateEphemeral(
        Wallet wallet, Address provider, BigInteger generation, DateTimeOffset now, TimeSpan? duration = null, string? nonce = null)
    {
        TimeSpan life = duration is { } asked && asked > TimeSpan.Zero ? asked : LongestEphemeral;
        return life <= LongestEphemeral
            ? Create(wallet, provider, generation, now, life, EphemeralId, nonce)
            : throw new ZeroGException(
                "ZgTokenTooLong", ErrorKind.InvalidArgument,
                $"A session token lives 24 hours at most; {life} was asked. Ask for less, or make an API key with New-ZgApiKey.", provider);
    }

    /// <summary>Makes an API key.</summary>
    /// <param name="wallet">Signs, and pays for what is asked with it.</param>
    /// <param name="provider">Who is to take it.</param>
    /// <param name="generation">The account's generation on the chain; 0 without an account.</param>
    /// <param name="id">0 to 254; see <see cref="ApiKeyIds.Choose"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="duration">Its life; null, zero and less stand for no end.</param>
    /// <param name="nonce">Any text; null for 16 random bytes.</param>
    /// <exception cref="ZeroGException"><c>ZgApiKeyIdInvalid</c>.</exception>
    public static SessionToken CreatePersistent(
        Wallet wallet, Address provider, BigInteger generation, int id, DateTimeOffset now, TimeSpan? duration = null, string? nonce = null)
    {
        ApiKeyIds.Check(id);
        return Create(wallet, provider, generation, now, duration is { } life && life > TimeSpan.Zero ? life : null, id, nonce);
    }

    /// <summary>
    /// Reads a secret, with or without <c>Bearer</c> in front. Whether it is valid, <see cref="SessionTokenCheck"/> says.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgApiKeyMalformed</c>; the message does not repeat the secret.</exception>
    public static SessionToken Parse(string secret) =>
        TryParse(secret.StartsWith("Bearer ", StringComparison.Ordinal) ? secret[7..] : secret, out SessionToken? token)
            ? token
            : throw new ZeroGException(
                "ZgApiKeyMalformed", ErrorKind.InvalidArgument,
                $"The text given is no API key. An API key begins with {Prefix} and is used as it was shown, whole and unchanged.");

    /// <summary>Reads a secret; false when it is none.</summary>
    public static bool TryParse(string secret, [NotNullWhen(true)] out SessionToken? token)
    {
        token = TokenEnvelope.Open(secret) is { } opened && SessionTokenText.Read(opened.Text) is { } text
            ? new SessionToken(text, opened.Text, opened.Signature)
            : null;
        return token is not null;
    }

    /// <summary>The secret itself: what an OpenAI client takes as API key.</summary>
    public string ToSecret() => TokenEnvelope.Seal(_message, _signature);

    /// <summary>Whether the key of <see cref="User"/> signed the very text.</summary>
    public bool IsSignedByUser() => TokenEnvelope.Recover(_message, _signature) == User;

    /// <summary>Masked: user, provider and id, never the secret.</summary>
    public override string ToString() => $"{Masked} (id {Id}, {User.ToShortString()} at {Provider.ToShortString()})";

    private static SessionToken Create(
        Wallet wallet, Address provider, BigInteger generation, DateTimeOffset now, TimeSpan? life, int id, string? nonce)
    {
        long timestamp = now.ToUnixTimeMilliseconds();
        SessionTokenText text = new(
            wallet.Address, provider, timestamp, life is { } span ? timestamp + (long)span.TotalMilliseconds : 0,
            nonce ?? RandomNumberGenerator.GetHexString(2 * NonceSize, lowercase: true), generation, id);
        string message = text.Write();
        return new SessionToken(text, message, TokenEnvelope.Sign(message, wallet));
    }
}
