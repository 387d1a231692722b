using System.Text;
using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Tests.Inference;

/// <summary>Answers that are none, or that end in the middle. None of them is asked for again, since each may be charged.</summary>
public sealed class BrokenAnswerTests : IDisposable
{
    private readonly InferenceMarket _market = new();

    public void Dispose() => _market.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"choices\":[]}")]
    [InlineData("{\"choices\":[{}]}")]
    [InlineData("{\"choices\":7}")]
    [InlineData("{\"id\":1,\"choices\":[{\"message\":null,\"finish_reason\":\"stop\"}]}")]
    [InlineData("{\"id\":\"a\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"x\"},\"finish_reason\":\"bored\"}]}")]
    public async Task ChatAsync_WhatIsNoAnswer_IsToldAsSuch(string body)
    {
        _market.Broker.ThenJson(body);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        Assert.Equal("ZgProviderAnswerInvalid", failure.ErrorId);
        Assert.Single(_market.Broker.Requests);
    }

    [Theory]
    [InlineData("{\"choices\":7}")]
    [InlineData("{oops")]
    [InlineData("[]")]
    [InlineData("{\"choices\":[{\"delta\":7}]}")]
    public async Task ChatAsync_MalformedStream_IsToldAsSuch(string part)
    {
        _market.Broker.ThenEvents(InferenceMarket.Part("Hel"), part, "[DONE]");

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => StreamAsync());

        Assert.Equal("ZgStreamMalformed", failure.ErrorId);
    }

    [Fact]
    public async Task ChatAsync_StreamCutByTheConnection_IsToldAndNotAskedAgain()
    {
        _market.Broker.Then((_, _) => new HttpResponseMessage
        {
            Content = new StreamContent(new CutStream(Encoding.UTF8.GetBytes(FakeBroker.Events(InferenceMarket.Part("Hel")))))
            {
                Headers = { ContentType = new("text/event-stream") },
            },
        });
        List<string> pieces = [];

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => StreamAsync(pieces));

        Assert.Equal("ZgAnswerCut", failure.ErrorId);
        Assert.Equal(["Hel"], pieces);
        Assert.Single(_market.Broker.Requests);
    }

    [Fact]
    public async Task ChatAsync_StreamThatEndsEarlyInPeace_IsCutAllTheSame()
    {
        _market.Broker.ThenEvents(InferenceMarket.Part("Hel"));

        Assert.Equal("ZgAnswerCut", (await Assert.ThrowsAsync<ZeroGException>(() => StreamAsync())).ErrorId);
    }

    [Fact]
    public async Task ChatAsync_ErrorInTheStream_IsNoAnswer()
    {
        _market.Broker.ThenEvents("""{"error":{"message":"out of memory","code":500}}""", "[DONE]");

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => StreamAsync());

        Assert.Contains(failure.ErrorId, (string[])["ZgAnswerCut", "ZgStreamMalformed"]);
    }

    private Task<InferenceAnswer> StreamAsync(List<string>? pieces = null) => _market.ChatAsync(onText: piece =>
    {
        pieces?.Add(piece);
        return Task.CompletedTask;
    });

    /// <summary>A body whose connection breaks after its last byte.</summary>
    private sealed class CutStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? await base.ReadAsync(buffer, cancellationToken) : throw new IOException("The connection was reset.");
    }
}
