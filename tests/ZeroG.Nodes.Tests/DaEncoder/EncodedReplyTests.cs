using System.Buffers.Binary;
using System.IO.Pipelines;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Protocol;
using ZeroG.DataAvailability.Tests.Encoding;
using ZeroG.Nodes.DaEncoder;

namespace ZeroG.Nodes.Tests.DaEncoder;

/// <summary>The reply that is written piece by piece, held against the generated message.</summary>
public sealed class EncodedReplyTests
{
    [Theory]
    [InlineData(6, 5, false)]
    [InlineData(6, 5, true)]
    [InlineData(2, 3, true)]
    [InlineData(3, 8, true)]
    public async Task Write_AnyShape_IsTheMessageThatTheGeneratedWriterMakes(int logRows, int logColumns, bool withData)
    {
        MatrixShape shape = new(logRows, logColumns);
        EncodedBlob blob = new KnownTauEncoder(shape, Fr.FromUInt64(7)).Encode(TestBlobs.Data(200));

        byte[] written = await WriteAsync(blob, withData);

        EncodeBlobReply reply = EncodeBlobReply.Parser.ParseFrom(written, 5, written.Length - 5);
        using MemoryStream again = new();
        using (Google.Protobuf.CodedOutputStream output = new(again, leaveOpen: true))
        {
            reply.WriteTo(output);
        }

        Assert.Equal(written[5..], again.ToArray());
        Assert.Equal(0, written[0]);
        Assert.Equal((uint)written.Length - 5, BinaryPrimitives.ReadUInt32BigEndian(written.AsSpan(1)));
        Assert.Equal(EncodedReply.SizeOf(shape, withData), written.Length - 5);
        Assert.Equal(shape.EncodedRows, reply.EncodedSlice.Count);
        Assert.Equal(withData ? shape.EncodedSize : 0, reply.EncodedData.Length);
    }

    [Fact]
    public async Task Write_EmptyBlob_HasInfinityAsZeros()
    {
        EncodedBlob blob = TestBlobs.Small.Encode(default);

        byte[] written = await WriteAsync(blob, withData: false);

        Assert.True(blob.Commitment.IsInfinity);
        Assert.Equal(new byte[64], EncodeBlobReply.Parser.ParseFrom(written, 5, written.Length - 5).ErasureCommitment.ToByteArray());
    }

    [Fact]
    public void SizeOf_ShapeOfTheNetwork_IsAsPublished() =>
        Assert.Equal(
            (106_549_348, 207_212_649),
            (EncodedReply.SizeOf(MatrixShape.Production, withData: false), EncodedReply.SizeOf(MatrixShape.Production, withData: true)));

    [Fact]
    public async Task Write_ReaderTakesNothing_HoldsOnlyAFewSlices()
    {
        EncodedBlob blob = TestBlobs.Small.Encode(TestBlobs.Data(1000));
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 8192, resumeWriterThreshold: 4096));

        Task writing = EncodedReply.WriteAsync(pipe.Writer, blob, withData: false, default);
        ReadResult held = await pipe.Reader.ReadAsync();

        Assert.False(writing.IsCompleted);
        Assert.InRange(held.Buffer.Length, 1, 8192 + MatrixShape.Small.SliceSize + 200);
        pipe.Reader.AdvanceTo(held.Buffer.Start);
        await pipe.Reader.CompleteAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    private static async Task<byte[]> WriteAsync(EncodedBlob blob, bool withData)
    {
        using MemoryStream stream = new();
        PipeWriter writer = PipeWriter.Create(stream);
        await EncodedReply.WriteAsync(writer, blob, withData, default);
        await writer.CompleteAsync();
        return stream.ToArray();
    }
}
