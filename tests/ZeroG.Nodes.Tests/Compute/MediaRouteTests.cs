using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Inference;
using ZeroG.Nodes.Compute;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>Images, speech and vectors over the socket of providers with the built-in echo.</summary>
public sealed class MediaRouteTests(MarketFixture market) : IClassFixture<MarketFixture>
{
    [Theory]
    [InlineData("b64_json")]
    [InlineData("url")]
    public async Task Images_Two_AreSignedByTheirBytesAndCharged(string format)
    {
        (ComputeProviderNode provider, Wallet user) = await StartAsync(ServiceTypes.Image);
        string body = $$"""{"prompt":"an otter","n":2,"response_format":"{{format}}"}""";

        using HttpResponseMessage reply = await market.PostAsync(provider, user, "v1/proxy/images/generations", body);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        string key = reply.Headers.GetValues("ZG-Res-Key").Single();
        byte[][] images =
        [
            await market.Http.GetByteArrayAsync(new Uri(provider.Uri!, $"v1/proxy/images/{key}/0")),
            await market.Http.GetByteArrayAsync(new Uri(provider.Uri!, $"v1/proxy/images/{key}/1")),
        ];
        Assert.All(images, image => Assert.Equal(8, BinaryPrimitives.ReadInt32BigEndian(image.AsSpan(16))));
        Assert.NotEqual(images[0], images[1]);
        ResponseSignature signature = ResponseSignature.Parse(
            await market.Http.GetStringAsync(new Uri(provider.Uri!, $"v1/proxy/signature/{key}")))!;
        Assert.Equal(ResponseText.OfImages(Encoding.UTF8.GetBytes(body), images).ToString(), signature.Text);
        Assert.Equal(provider.TeeSigner, signature.Recover());
        Assert.Equal(400_000_000_000, await market.UnsettledAsync(provider, user));
        using HttpResponseMessage none = await market.Http.GetAsync(new Uri(provider.Uri!, $"v1/proxy/images/{key}/2"));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task ImageEdit_Form_GetsTheModelAndIsCharged()
    {
        (ComputeProviderNode provider, Wallet user) = await StartAsync(ServiceTypes.ImageEdit);
        using MultipartFormDataContent form = new()
        {
            { new StringContent("make it blue"), "prompt" },
            { new StringContent("3"), "n" },
            { new ByteArrayContent([1, 2, 3]), "image", "otter.png" },
        };

        using HttpResponseMessage reply = await market.PostAsync(provider, user, "v1/proxy/images/edits", form);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        using JsonDocument json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        Assert.Equal(3, json.RootElement.GetProperty("data").GetArrayLength());
        Assert.Equal(600_000_000_000, await market.UnsettledAsync(provider, user));
    }

    [Theory]
    [InlineData(80_000, 3)]
    [InlineData(100, 1)]
    public async Task Transcription_SecondsAreRoundedHalfUpAndAtLeastOne(int bytes, long seconds)
    {
        (ComputeProviderNode provider, Wallet user) = await StartAsync(ServiceTypes.Speech);
        using MultipartFormDataContent form = new() { { new ByteArrayContent(new byte[bytes]), "file", "speech.raw" } };

        using HttpResponseMessage reply = await market.PostAsync(provider, user, "v1/proxy/audio/transcriptions", form);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Contains($"echo of speech.raw, {bytes} bytes", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(seconds * 100_000_000_000, await market.UnsettledAsync(provider, user));
    }

    [Fact]
    public async Task Embeddings_AreOfLengthOneAndTheSameEachTime()
    {
        (ComputeProviderNode provider, Wallet user) = await StartAsync(ServiceTypes.Embedding);

        double[] first = await EmbedAsync(provider, user, "two words");
        double[] second = await EmbedAsync(provider, user, "two words");
        double[] other = await EmbedAsync(provider, user, "other words");

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.Equal(1, first.Sum(number => number * number), 5);
        Assert.Equal(600_000_000_000, await market.UnsettledAsync(provider, user));
    }

    [Fact]
    public async Task Form_Damaged_IsRefusedAndCostsNothing()
    {
        (ComputeProviderNode provider, Wallet user) = await StartAsync(ServiceTypes.Speech);
        StringContent body = new("--x\r\nno form at all");
        body.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };

        using HttpResponseMessage reply = await market.PostAsync(provider, user, "v1/proxy/audio/transcriptions", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal(0, await market.UnsettledAsync(provider, user));
    }

    private async Task<double[]> EmbedAsync(ComputeProviderNode provider, Wallet user, string input)
    {
        using HttpResponseMessage reply = await market.PostAsync(provider, user, "v1/proxy/embeddings", $$"""{"input":["{{input}}"]}""");
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        using JsonDocument json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return [.. json.RootElement.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(number => number.GetDouble())];
    }

    private async Task<(ComputeProviderNode Provider, Wallet User)> StartAsync(string type)
    {
        ComputeProviderNode provider = await market.StartAsync(await market.OptionsAsync() with { ServiceType = type });
        return (provider, await market.CreateUserAsync(provider));
    }
}
