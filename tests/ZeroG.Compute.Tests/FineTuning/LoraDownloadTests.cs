using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>A model received from the provider that made it, over a connection that breaks.</summary>
public sealed class LoraDownloadTests : IDisposable
{
    private static readonly Guid Id = Guid.Parse("6b607314-88b0-4fef-91e7-43227a54de57");
    private static readonly byte[] Model = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
    private static readonly string Route = $"POST /v1/user/{DevelopmentAccounts.Addresses[0]}/task/{Id}/lora";

    private readonly ScriptedProvider _http = new();
    private readonly Wallet _wallet = DevelopmentAccounts.Open(0);
    private readonly SkippingTimeProvider _time = new(TimeSpan.FromSeconds(20));
    private readonly MemoryStream _file = new();

    public void Dispose()
    {
        _wallet.Dispose();
        _http.Dispose();
        _file.Dispose();
    }

    [Fact]
    public async Task It_comes_in_one_piece()
    {
        _http.On(Route, _ => Whole(new ByteArrayContent(Model)));
        List<(long Done, long Total)> received = [];
        await ReceiveAsync(received: new ListProgress<(long Done, long Total)>(received));
        Assert.Equal(Model, _file.ToArray());
        Assert.Equal((Model.Length, Model.Length), received[^1]);
    }

    [Fact]
    public async Task It_goes_on_where_it_broke_off_with_a_fresh_signature()
    {
        _http.On(Route, _ => Whole(new StreamContent(new BrokenStream(Model[..40_000]))))
            .On(Route, request => Part(request.Headers.Range!, 40_000));
        await ReceiveAsync();

        Assert.Equal(Model, _file.ToArray());
        Assert.Equal([null, "bytes=40000-"], _http.Requests.Select(request => request.Range));
        TaskSignatureRecord[] signed = [.. _http.Requests.Select(request => TaskSignatureRecord.Parse(request.Body))];
        Assert.Equal(signed[0].Timestamp + 2, signed[1].Timestamp);
        Assert.All(signed, body => Assert.True(
            TaskSignatures.IsSignedBy(_wallet.Address, TaskSignatures.DownloadLora(Id, body.Timestamp!.Value), body.Signature)));
    }

    [Fact]
    public async Task It_begins_again_where_the_provider_knows_no_ranges()
    {
        _http.On(Route, _ => Whole(new StreamContent(new BrokenStream(Model[..40_000]))))
            .On(Route, _ => Whole(new ByteArrayContent(Model)));
        await ReceiveAsync();
        Assert.Equal(Model, _file.ToArray());
    }

    [Fact]
    public async Task What_an_earlier_run_received_is_not_asked_for_again()
    {
        _file.Write(Model.AsSpan(0, 99_999));
        _http.On(Route, request => Part(request.Headers.Range!, 99_999));
        await ReceiveAsync();
        Assert.Equal(Model, _file.ToArray());
    }

    [Fact]
    public async Task More_than_the_model_is_thrown_away()
    {
        _file.Write(new byte[Model.Length + 5]);
        _http.On(Route, "", HttpStatusCode.RequestedRangeNotSatisfiable).On(Route, _ => Whole(new ByteArrayContent(Model)));
        await ReceiveAsync();
        Assert.Equal(Model, _file.ToArray());
    }

    [Fact]
    public async Task Another_part_than_was_asked_for_is_refused()
    {
        _file.Write(Model.AsSpan(0, 10));
        _http.On(Route, request => Part(request.Headers.Range!, 500));
        Assert.Equal("ZgProviderAnswerInvalid", (await FailsAsync()).ErrorId);
    }

    [Fact]
    public async Task A_refusal_is_not_asked_for_again()
    {
        _http.Refuse(Route, "signature expired", HttpStatusCode.Unauthorized);
        ZeroGException failure = await FailsAsync();
        Assert.Equal("ZgProviderRefused", failure.ErrorId);
        Assert.Equal(ErrorKind.PermissionDenied, failure.Kind);
        Assert.Single(_http.Requests);
    }

    [Fact]
    public async Task A_connection_that_stands_still_is_given_up_and_what_came_stays()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        FineTuningClientOptions options = new() { TimeProvider = clock, FirstPause = TimeSpan.Zero };
        _http.On(Route, _ => Whole(new StreamContent(new BrokenStream(Model[..40_000], StandStill))))
            .On(Route, request => Part(request.Headers.Range!, 40_000, StandStill));

        ZeroGException failure = await FailsAsync(options);

        Assert.Equal("ZgProviderUnreachable", failure.ErrorId);
        Assert.Contains("nothing came within 60 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, _http.Requests.Count);
        Assert.Equal(Model[..40_000], _file.ToArray());

        void StandStill() => clock.Advance(options.StallTimeout);
    }

    private static HttpResponseMessage Whole(HttpContent content) => new(HttpStatusCode.OK) { Content = content };

    private static HttpResponseMessage Part(RangeHeaderValue asked, int from, Action? standStill = null)
    {
        Assert.Single(asked.Ranges);
        StreamContent content = new(standStill is null ? new MemoryStream(Model[from..]) : new BrokenStream([], standStill));
        content.Headers.ContentRange = new ContentRangeHeaderValue(from, Model.Length - 1, Model.Length);
        return new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = content };
    }

    private async Task ReceiveAsync(FineTuningClientOptions? options = null, IProgress<(long Done, long Total)>? received = null)
    {
        using FineTuningClient client = new(
            DevelopmentAccounts.Addresses[1], new Uri("http://provider.example"), _wallet.Address, _wallet,
            options ?? new FineTuningClientOptions { TimeProvider = _time }, _http);
        await client.ReceiveLoraAsync(Id, _file, received, TestContext.Current.CancellationToken);
    }

    private Task<ZeroGException> FailsAsync(FineTuningClientOptions? options = null) =>
        Assert.ThrowsAnyAsync<ZeroGException>(() => ReceiveAsync(options));
}
