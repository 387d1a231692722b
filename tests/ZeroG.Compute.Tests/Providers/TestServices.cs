using System.Net;
using System.Numerics;
using System.Text;
using ZeroG.Chain;

namespace ZeroG.Compute.Tests.Providers;

/// <summary>Services and sub-accounts as the contracts return them, and a status service that says what a test wants.</summary>
internal static class TestServices
{
    public static readonly Address Provider = FakeContracts.Provider(1);
    public static readonly Address Signer = FakeContracts.Provider(9);

    public static object?[] Inference(
        string type = "chatbot", string model = "model", bool approved = true, string info = "{}", Address? provider = null) =>
    [
        provider ?? Provider, type, "https://p.example/", Gwei(40), Gwei(160), new BigInteger(1_767_268_800), model, "TeeML", info,
        Signer, approved,
    ];

    public static object?[] FineTuning(params object?[] models) =>
    [
        Provider, "https://t.example",
        new object?[] { new BigInteger(4), new BigInteger(64), BigInteger.One, new BigInteger(500), "H200" }, Gwei(500), true, models,
        Signer, false,
    ];

    /// <summary>A sub-account for inference.</summary>
    public static object?[] Account(bool acknowledged = true, BigInteger generation = default, BigInteger revoked = default) =>
    [
        FakeContracts.User, Provider, BigInteger.Zero, BigInteger.One, BigInteger.Zero, Array.Empty<object?>(), "", acknowledged,
        BigInteger.Zero, generation, revoked,
    ];

    private static BigInteger Gwei(long gwei) => new BigInteger(gwei) * 1_000_000_000;

    /// <summary>Answers every request as a test wants.</summary>
    public sealed class Site(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }

    /// <summary>Answers /health and /models.</summary>
    public sealed class Status(string health, string models) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(request.RequestUri!.AbsolutePath == "/health" ? health : models, Encoding.UTF8),
            });
    }
}
