using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Protocol;
using ZeroG.Nodes.DaEncoder;
using ZeroG.Nodes.Tests.Metrics;
using ZeroG.Nodes.Tests.Storage;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.DaEncoder;

/// <summary>The encoder over its socket, called as official clients call it.</summary>
public sealed class DaEncoderNodeTests
{
    [Fact]
    public async Task EncodeBlob_SmallShape_GivesTheWholeReply()
    {
        await using DaEncoderNode node = await StartAsync();
        using EncoderClient client = new(node.Uri!);
        byte[] data = TestBlobs.Data(1234);
        EncodedBlob blob = TestBlobs.Small.Encode(data);

        EncodeBlobReply reply = await client.EncodeAsync(data, requireData: true);

        Assert.Equal(0u, reply.Version);
        Assert.Equal(blob.DataRoot.ToArray(), reply.StorageRoot.ToByteArray());
        Assert.Equal(Commitment(blob), reply.ErasureCommitment.ToByteArray());
        Assert.Equal(Cells(blob), reply.EncodedData.ToByteArray());
        Assert.Equal(192, reply.EncodedSlice.Count);
        Assert.All(reply.EncodedSlice.Select((bytes, row) => (bytes, row)), slice =>
            Assert.Equal(blob.Slice(slice.row), EncodedSlice.Read(slice.bytes.Span, MatrixShape.Small)));
        Assert.Equal(EncodedReply.SizeOf(MatrixShape.Small, withData: true), reply.CalculateSize());
        Assert.Equal(0, node.Encoding);
    }

    [Fact]
    public async Task EncodeBlob_OneByteTooMany_IsRefusedInTheOfficialWords()
    {
        await using DaEncoderNode node = await StartAsync();
        using EncoderClient client = new(node.Uri!);

        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => client.EncodeAsync(new byte[63_485]));

        Assert.Equal(StatusCode.Unknown, refused.StatusCode);
        Assert.Equal("TooLargeBlob { actual: 63485, expected_max: 63484 }", refused.Status.Detail);
        Assert.Contains(node.Log.Read(), line => line.EventId == 474 && line.Message.Contains("TooLargeBlob", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EncodeBlob_FarTooLarge_IsRefusedWhileItIsSent()
    {
        await using DaEncoderNode node = await StartAsync();
        using EncoderClient client = new(node.Uri!);

        RpcException refused =
            await Assert.ThrowsAsync<RpcException>(() => client.EncodeAsync(new byte[MatrixShape.Production.MaxDataSize]));

        Assert.Equal("TooLargeBlob { actual: 32505852, expected_max: 63484 }", refused.Status.Detail);
    }

    [Fact]
    public async Task EncodeBlob_ClientHangsUp_EndsTheWorkAndFreesTheTurn()
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedEncoder encoder = new(MatrixShape.Small, (data, cancellationToken) =>
        {
            if (data.Length == 1)
            {
                started.TrySetResult();
                cancellationToken.WaitHandle.WaitOne();
                ended.TrySetResult();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return TestBlobs.Small.Encode(data, null, cancellationToken);
        });
        await using DaEncoderNode node = await StartAsync(encoder);
        using EncoderClient client = new(node.Uri!);
        using CancellationTokenSource gone = new();

        Task<EncodeBlobReply> abandoned = client.EncodeAsync(new byte[1], cancellationToken: gone.Token);
        await started.Task;
        await gone.CancelAsync();
        await ended.Task;

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => abandoned)).StatusCode);
        Assert.Equal(192, (await client.EncodeAsync(new byte[2])).EncodedSlice.Count);
    }

    [Fact]
    public async Task EncodeBlob_QueueIsFull_IsTurnedAwayUntilThereIsRoom()
    {
        using ManualResetEventSlim release = new();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedEncoder encoder = new(MatrixShape.Small, (data, cancellationToken) =>
        {
            started.TrySetResult();
            release.Wait(cancellationToken);
            return TestBlobs.Small.Encode(data, null, cancellationToken);
        });
        await using DaEncoderNode node = await StartAsync(encoder, options => options with { QueueLimit = 0 });
        using EncoderClient client = new(node.Uri!);

        Task<EncodeBlobReply> first = client.EncodeAsync(new byte[1]);
        await started.Task;
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => client.EncodeAsync(new byte[2]));
        release.Set();
        await first;

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("Try again later.", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains(node.Log.Read(), line => line.EventId == 476);
        Assert.Equal(1, encoder.Calls);
    }

    [Fact]
    public async Task EncodeBlob_EncoderFails_SaysNoMoreThanThat()
    {
        ScriptedEncoder encoder = new(MatrixShape.Small, (_, _) => throw new InvalidOperationException("a path of ours"));
        await using DaEncoderNode node = await StartAsync(encoder);
        using EncoderClient client = new(node.Uri!);

        RpcException failed = await Assert.ThrowsAsync<RpcException>(() => client.EncodeAsync(new byte[1]));

        Assert.Equal((StatusCode.Internal, "Internal error"), (failed.StatusCode, failed.Status.Detail));
        Assert.Contains(node.Log.Read(), line => line.EventId == 5 && line.Message.Contains("a path of ours", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WhileABlobIsEncoded_CancelsItAndFreesThePort()
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedEncoder encoder = new(MatrixShape.Small, (_, cancellationToken) =>
        {
            started.TrySetResult();
            cancellationToken.WaitHandle.WaitOne();
            throw new OperationCanceledException(cancellationToken);
        });
        int port = ReservedPort.Next();
        DaEncoderNode node = await StartAsync(encoder, options => options with { Port = port });
        using EncoderClient client = new(node.Uri!);

        Task<EncodeBlobReply> call = client.EncodeAsync(new byte[1]);
        await started.Task;
        await node.DisposeAsync();

        await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(NodeState.Stopped, node.State);
        await using DaEncoderNode next = await StartAsync(change: options => options with { Port = port });
        Assert.Equal(port, next.Uri!.Port);
    }

    [Fact]
    public async Task Start_PortIsTaken_NamesTheWayOut()
    {
        await using DaEncoderNode node = await StartAsync();

        ZeroGException refused = await Assert.ThrowsAsync<ZeroGException>(
            () => StartAsync(change: options => options with { Port = node.Uri!.Port }));

        Assert.Equal("ZgPortInUse", refused.ErrorId);
    }

    [Fact]
    public async Task Start_ParametersCannotBeLoaded_IsFaulted()
    {
        ZeroGException missing = new("ZgParameterNotFound", ErrorKind.ObjectNotFound, "There are none.", "x");
        DaEncoderNode node = new(Options(), _ => Task.FromException<LoadedEncoder>(missing));

        Assert.Same(missing, await Assert.ThrowsAsync<ZeroGException>(() => node.StartAsync()));
        Assert.Equal((NodeState.Faulted, null), (node.State, node.Uri));
    }

    /// <summary>The beginning of a message of 900 MiB, whose rest never comes: the answer does not wait for it.</summary>
    [Theory]
    [InlineData(new byte[] { 0x0A, 0x80, 0x80, 0x80, 0xB0, 0x03 }, StatusCode.Unknown)]
    [InlineData(new byte[] { 0x10, 0x01, 0x0A, 0x80, 0x80, 0x80, 0xB0, 0x03 }, StatusCode.OutOfRange)]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, StatusCode.OutOfRange)]
    public async Task Message_LargerThanABlob_IsRefusedBeforeItIsReceived(byte[] begin, StatusCode expected)
    {
        await using DaEncoderNode node = await StartAsync();
        using EncoderClient client = new(node.Uri!);

        (StatusCode status, string words) = await AnswerAsync(
            node, "/encoder.Encoder/EncodeBlob", new EndlessContent([0, 0x38, 0x40, 0, 0, .. begin]));

        Assert.Equal(expected, status);
        Assert.Equal(
            expected == StatusCode.Unknown
                ? "TooLargeBlob { actual: 905969664, expected_max: 63484 }"
                : "Error, message length too large: found 943718400 bytes, the limit is: 129020 bytes",
            words);
        Assert.Contains(node.Log.Read(), line => line.EventId == 474 && line.Message.Contains(words, StringComparison.Ordinal));
        Assert.Equal(0, node.Waiting);
        Assert.Equal(192, (await client.EncodeAsync(new byte[2])).EncodedSlice.Count);
    }

    /// <summary>The beginning of a message with a blob of one byte too many, which is shorter than the longest that may come.</summary>
    [Fact]
    public async Task Message_OfABlobThatIsJustTooLarge_IsRefusedBeforeItIsReceived()
    {
        await using DaEncoderNode node = await StartAsync();

        (StatusCode status, string words) = await AnswerAsync(
            node, "/encoder.Encoder/EncodeBlob", new EndlessContent([0, 0, 0, 0xF8, 0x01, 0x0A, 0xFD, 0xEF, 0x03, 0, 0]));

        Assert.Equal((StatusCode.Unknown, "TooLargeBlob { actual: 63485, expected_max: 63484 }"), (status, words));
    }

    /// <summary>The size of a blob that is not the first field is known only when the message is there.</summary>
    [Fact]
    public async Task Message_OfALateBlobThatIsTooLarge_IsRefusedInTheSameWords()
    {
        await using DaEncoderNode node = await StartAsync();

        (StatusCode status, string words) = await AnswerAsync(
            node, "/encoder.Encoder/EncodeBlob",
            new ByteArrayContent([0, 0, 0, 0xF8, 0x03, 0x10, 0x01, 0x0A, 0xFD, 0xEF, 0x03, .. new byte[63_485]]));

        Assert.Equal((StatusCode.Unknown, "TooLargeBlob { actual: 63485, expected_max: 63484 }"), (status, words));
    }

    [Fact]
    public async Task Message_Compressed_IsNotUnpacked()
    {
        await using DaEncoderNode node = await StartAsync();
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            new EncodeBlobRequest { Data = ByteString.CopyFrom(new byte[10_000]) }.WriteTo(gzip);
        }

        (StatusCode status, string words) = await AnswerAsync(
            node, "/encoder.Encoder/EncodeBlob", new ByteArrayContent([1, 0, 0, 0, (byte)packed.Length, .. packed.ToArray()]), "gzip");

        Assert.Equal(StatusCode.Unimplemented, status);
        Assert.Contains("compressed", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_Malformed_IsSaidToBeSo()
    {
        await using DaEncoderNode node = await StartAsync();

        (StatusCode status, string words) = await AnswerAsync(
            node, "/encoder.Encoder/EncodeBlob", new ByteArrayContent([0, 0, 0, 0, 2, 0x0A, 0x05]));

        Assert.Equal((StatusCode.Internal, "The message is no EncodeBlobRequest."), (status, words));
    }

    [Fact]
    public async Task Metrics_AfterWork_TellItExactly()
    {
        await using DaEncoderNode node = await StartAsync();
        using EncoderClient client = new(node.Uri!);
        await client.EncodeAsync(new byte[1000]);
        await client.EncodeAsync(new byte[2000], requireData: true);
        await Assert.ThrowsAsync<RpcException>(() => client.EncodeAsync(new byte[63_485]));

        Exposition metrics = Exposition.Parse(await NodeCluster.GetAsync(node.AdminUri!, "/metrics"));

        long sent = EncodedReply.SizeOf(MatrixShape.Small, withData: false) + EncodedReply.SizeOf(MatrixShape.Small, withData: true);
        Assert.Equal(
            [2, 1000 + 2000, sent, 0, 2],
            new[]
            {
                "blobs_encoded_total", "received_bytes_total", "sent_bytes_total", "blobs_encoding", "encode_duration_seconds_count",
            }.Select(name => metrics.Value("zerog_encoder_" + name)));
        Assert.Equal(2, metrics.Value("zerog_encoder_request_duration_seconds_count", "outcome=\"ok\""));
        Assert.Equal(1, metrics.Value("zerog_encoder_request_duration_seconds_count", "outcome=\"refused\""));
        Assert.Contains(metrics.Samples.Keys, name => name.Contains("le=\"300\"", StringComparison.Ordinal));
        Assert.All(metrics.Samples.Keys, name => Assert.Contains("node=\"da-encoder\"", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/encoder.Encoder/Other", StatusCode.Unimplemented)]
    [InlineData("/other.Service/EncodeBlob", StatusCode.Unimplemented)]
    public async Task Call_OfNoMethod_IsUnimplemented(string path, StatusCode expected)
    {
        await using DaEncoderNode node = await StartAsync();

        Assert.Equal(expected, await PostAsync(node, path, [0, 0, 0, 0, 0]));
    }

    [Theory]
    [InlineData("a compressed message without compression", new byte[] { 1, 0, 0, 0, 1, 0 })]
    [InlineData("a field without end", new byte[] { 0, 0, 0, 0, 2, 0x0A, 0x05 })]
    [InlineData("a tag of no wire type", new byte[] { 0, 0, 0, 0, 1, 0x0F })]
    [InlineData("a length beyond the limit", new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF, 0 })]
    [InlineData("a frame without end", new byte[] { 0, 0, 0, 0, 9, 0x0A })]
    [InlineData("two messages", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("half a header", new byte[] { 0, 0 })]
    [InlineData("nothing", new byte[0])]
    public async Task Call_WithoutAMessage_IsRefusedAndServiceGoesOn(string what, byte[] body)
    {
        await using DaEncoderNode node = await StartAsync();
        using EncoderClient client = new(node.Uri!);

        StatusCode status = await PostAsync(node, "/encoder.Encoder/EncodeBlob", body);

        Assert.True(status != StatusCode.OK, what);
        Assert.Equal(192, (await client.EncodeAsync(new byte[2])).EncodedSlice.Count);
    }

    private static byte[] Commitment(EncodedBlob blob)
    {
        byte[] bytes = new byte[64];
        blob.Commitment.X.Write(bytes);
        blob.Commitment.Y.Write(bytes.AsSpan(32));
        return bytes;
    }

    private static byte[] Cells(EncodedBlob blob)
    {
        byte[] bytes = new byte[blob.Shape.EncodedSize];
        blob.WriteData(bytes);
        return bytes;
    }

    private static DaEncoderNodeOptions Options() => new() { ParameterPath = "parameters" };

    private static async Task<DaEncoderNode> StartAsync(
        IBlobEncoder? encoder = null, Func<DaEncoderNodeOptions, DaEncoderNodeOptions>? change = null)
    {
        DaEncoderNodeOptions options = change?.Invoke(Options()) ?? Options();
        DaEncoderNode node = new(options, _ => Task.FromResult(new LoadedEncoder(encoder ?? TestBlobs.Small, isDevelopment: false)));
        await node.StartAsync();
        return node;
    }

    private static async Task<StatusCode> PostAsync(DaEncoderNode node, string path, byte[] body) =>
        (await AnswerAsync(node, path, new ByteArrayContent(body))).Status;

    private static async Task<(StatusCode Status, string Words)> AnswerAsync(
        DaEncoderNode node, string path, HttpContent body, string encoding = "identity")
    {
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(node.Uri!, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
            Headers = { { "grpc-encoding", encoding } },
        };
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await response.Content.LoadIntoBufferAsync();
        IEnumerable<string>? status = null;
        _ = response.TrailingHeaders.TryGetValues("grpc-status", out status) || response.Headers.TryGetValues("grpc-status", out status);
        IEnumerable<string>? words = null;
        _ = response.TrailingHeaders.TryGetValues("grpc-message", out words) || response.Headers.TryGetValues("grpc-message", out words);
        return ((StatusCode)int.Parse(Assert.Single(status!)), words?.Single() ?? "");
    }

    /// <summary>A body that begins, and of which no more comes.</summary>
    private sealed class EndlessContent(byte[] begin) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(begin, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}
