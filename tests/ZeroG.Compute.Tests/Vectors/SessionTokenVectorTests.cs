using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Tests.Inference;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Vectors;

[Trait("Category", "Vectors")]
public class SessionTokenVectorTests
{
    private static readonly VectorForm Form = new(
        "compute",
        "session-token.json",
        ("tokens", "name nowMs nonce mode durationMs requestedTokenId account token rawMessage keccak256 eip191Digest signature secret "
            + "authorization"),
        ("clientErrors", "name account options officialError"),
        ("serverChecks", "name authorization nowMs provider account expect"))
    {
        Facts = "user provider nodeNonce controllerToken",
    };

    public static IEnumerable<object[]> Tokens => Form.Rows("tokens");

    public static IEnumerable<object[]> ClientErrors => Form.Rows("clientErrors");

    public static IEnumerable<object[]> ServerChecks => Form.Rows("serverChecks");

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Create_KnownMoment_GivesTheOfficialSecret(string name)
    {
        JsonElement vector = Form[name];
        JsonElement token = vector.GetProperty("token");
        VectorForm.CheckFields(token, "address provider timestamp expiresAt nonce generation tokenId", name);
        Address provider = Address.Parse(token.GetProperty("provider").GetString()!);

        SessionToken made = Create(vector, provider);

        Assert.Equal(vector.GetProperty("secret").GetString(), made.ToSecret());
        Assert.Equal(vector.GetProperty("authorization").GetString(), "Bearer " + made.ToSecret());
        AssertText(vector, made);
        SessionToken parsed = SessionToken.Parse(vector.GetProperty("authorization").GetString()!);
        Assert.Equal(made.ToSecret(), parsed.ToSecret());
        Assert.True(parsed.IsSignedByUser());
        Assert.Equal(token.GetProperty("address").GetString(), parsed.User.ToString());
        Assert.Equal(provider, parsed.Provider);
        Assert.Equal(token.GetProperty("timestamp").GetInt64(), parsed.CreatedAt.ToUnixTimeMilliseconds());
        Assert.Equal(token.GetProperty("expiresAt").GetInt64(), parsed.ExpiresAt?.ToUnixTimeMilliseconds() ?? 0);
        Assert.Equal(token.GetProperty("nonce").GetString(), parsed.Text.Nonce);
        Assert.Equal(new BigInteger(token.GetProperty("generation").GetInt64()), parsed.Generation);
        Assert.Equal(token.GetProperty("tokenId").GetInt32(), parsed.Id);
    }

    [Theory]
    [MemberData(nameof(ClientErrors))]
    public void Create_WhatTheOfficialClientRefuses_IsRefused(string name)
    {
        JsonElement vector = Form[name];
        JsonElement options = vector.GetProperty("options");
        VectorForm.CheckFields(options, "mode? tokenId? duration?", name);
        TokenRevocations account = Account(vector)!.Value;

        ZeroGException refusal = Assert.Throws<ZeroGException>(() =>
        {
            if (!options.TryGetProperty("mode", out _))
            {
                _ = SessionToken.CreateEphemeral(
                    TestKeys.User, TestKeys.Provider.Address, account.Generation, DateTimeOffset.UnixEpoch,
                    TimeSpan.FromMilliseconds(options.GetProperty("duration").GetInt64()));
            }

            _ = ApiKeyIds.Choose(account, [], options.TryGetProperty("tokenId", out JsonElement id) ? id.GetInt32() : null);
        });

        string expected = vector.GetProperty("officialError").GetString()! switch
        {
            string text when text.StartsWith("Ephemeral token duration", StringComparison.Ordinal) => "ZgTokenTooLong",
            string text when text.StartsWith("Invalid tokenId", StringComparison.Ordinal) => "ZgApiKeyIdInvalid",
            string text when text.Contains("already revoked", StringComparison.Ordinal) => "ZgApiKeyIdRevoked",
            string text when text.StartsWith("API Key limit reached", StringComparison.Ordinal) => "ZgApiKeyIdsExhausted",
            string text => throw new InvalidOperationException($"No error of ours stands for '{text}'."),
        };
        Assert.Equal(expected, refusal.ErrorId);
    }

    [Theory]
    [MemberData(nameof(ServerChecks))]
    public async Task Check_KnownHeader_GivesTheServersVerdict(string name)
    {
        JsonElement vector = Form[name];

        SessionTokenVerdict verdict = await SessionTokenCheck.RunAsync(
            vector.GetProperty("authorization").GetString(), Address.Parse(vector.GetProperty("provider").GetString()!), Now(vector),
            (_, _) => ValueTask.FromResult(Account(vector)), TestContext.Current.CancellationToken);

        Assert.Equal(vector.GetProperty("expect").GetString(), Word(verdict.Fault));
        Assert.Equal(verdict.IsValid, verdict.Message.Length == 0);
    }

    [Fact]
    public void Create_NonceOfTheOfficialClientOnNode_IsTakenAsItIs()
    {
        JsonElement nonce = Form.File("session-token.json").GetProperty("nodeNonce");
        VectorForm.CheckFields(nonce, "nowMs mathRandom nonce", "nodeNonce");
        string text = nonce.GetProperty("nonce").GetString()!;

        SessionToken token = SessionToken.CreateEphemeral(
            TestKeys.User, TestKeys.Provider.Address, 0, DateTimeOffset.FromUnixTimeMilliseconds(nonce.GetProperty("nowMs").GetInt64()),
            nonce: text);

        Assert.StartsWith(nonce.GetProperty("nowMs").GetInt64().ToString(CultureInfo.InvariantCulture) + "-", text);
        Assert.InRange(nonce.GetProperty("mathRandom").GetDouble(), 0, 1);
        Assert.Equal(text, SessionToken.Parse(token.ToSecret()).Text.Nonce);
    }

    [Fact]
    public void Envelope_OfAController_HasTheSameForm()
    {
        JsonElement vector = Form.File("session-token.json").GetProperty("controllerToken");
        VectorForm.CheckFields(vector, "rawMessage signature secret", "controllerToken");
        string message = vector.GetProperty("rawMessage").GetString()!;
        string signature = vector.GetProperty("signature").GetString()!;

        Assert.Equal(signature, TokenEnvelope.Sign(message, TestKeys.Provider));
        Assert.Equal(vector.GetProperty("secret").GetString(), TokenEnvelope.Seal(message, signature));
        Assert.Equal(TestKeys.Provider.Address, TokenEnvelope.Recover(message, signature));
        // It opens a controller, not a broker.
        Assert.False(SessionToken.TryParse(vector.GetProperty("secret").GetString()!, out _));
    }

    private static SessionToken Create(JsonElement vector, Address provider)
    {
        TokenRevocations account = Account(vector) ?? default;
        TimeSpan? duration = vector.GetProperty("durationMs") is { ValueKind: JsonValueKind.Number } milliseconds
            ? TimeSpan.FromMilliseconds(milliseconds.GetInt64())
            : null;
        string nonce = vector.GetProperty("nonce").GetString()!;
        if (vector.GetProperty("mode").GetString() == "ephemeral")
        {
            return SessionToken.CreateEphemeral(TestKeys.User, provider, account.Generation, Now(vector), duration, nonce);
        }

        int? requested = vector.GetProperty("requestedTokenId") is { ValueKind: JsonValueKind.Number } id ? id.GetInt32() : null;
        return SessionToken.CreatePersistent(
            TestKeys.User, provider, account.Generation, ApiKeyIds.Choose(account, [], requested), Now(vector), duration, nonce);
    }

    private static void AssertText(JsonElement vector, SessionToken made)
    {
        (string text, string signature) = TokenEnvelope.Open(made.ToSecret())!.Value;
        Assert.Equal(vector.GetProperty("rawMessage").GetString(), text);
        Assert.Equal(vector.GetProperty("signature").GetString(), signature);
        Assert.Equal(vector.GetProperty("keccak256").GetString(), Hash256.Keccak(Encoding.UTF8.GetBytes(text)).ToString());
        Assert.Equal(vector.GetProperty("eip191Digest").GetString(), TokenEnvelope.Digest(text).ToString());
    }

    private static DateTimeOffset Now(JsonElement vector) =>
        DateTimeOffset.FromUnixTimeMilliseconds(vector.GetProperty("nowMs").GetInt64());

    private static TokenRevocations? Account(JsonElement vector) =>
        vector.GetProperty("account") is { ValueKind: JsonValueKind.Object } account
            ? new TokenRevocations(
                BigInteger.Parse(account.GetProperty("generation").GetString()!, CultureInfo.InvariantCulture),
                BigInteger.Parse(account.GetProperty("revokedBitmap").GetString()!, CultureInfo.InvariantCulture))
            : null;

    private static string Word(SessionTokenFault fault) => fault == SessionTokenFault.None
        ? "ok"
        : string.Concat(fault.ToString().Select((letter, i) => (i > 0 && char.IsUpper(letter) ? "-" : "") + char.ToLowerInvariant(letter)));
}
