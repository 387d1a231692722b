using System.Buffers;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Tests.Nodes;

public class SegmentWithProofTests
{
    private const string A = "0x1111111111111111111111111111111111111111111111111111111111111111";
    private const string B = "0x2222222222222222222222222222222222222222222222222222222222222222";

    private const string Json =
        "{\"root\":\"" + A + "\",\"data\":\"+/8AAQI=\",\"index\":3,"
        + "\"proof\":{\"lemma\":[\"" + B + "\",\"" + A + "\",\"" + A + "\"],\"path\":[true]},\"fileSize\":786437}";

    [Fact]
    public void Write_Segment_HasTheFieldsOfTheSpecificationInOrder()
    {
        using SegmentWithProof segment = new(
            Hash256.Parse(A), new byte[] { 0xFB, 0xFF, 0, 1, 2 }, 3,
            new FileProof([Hash256.Parse(B), Hash256.Parse(A), Hash256.Parse(A)], [true]), 786437);

        Assert.Equal(Json, WireText.Of(segment.Write));
    }

    [Fact]
    public void Read_Segment_GivesEveryField()
    {
        using SegmentWithProof segment = WireText.Read(Json, SegmentWithProof.Read);

        Assert.Equal(Hash256.Parse(A), segment.Root);
        Assert.Equal([0xFB, 0xFF, 0, 1, 2], segment.Data.ToArray());
        Assert.Equal(3, segment.Index);
        Assert.Equal([Hash256.Parse(B), Hash256.Parse(A), Hash256.Parse(A)], segment.Proof.Lemma);
        Assert.Equal([true], segment.Proof.Path);
        Assert.Equal(786437, segment.FileSize);
    }

    [Theory]
    [InlineData("+/8", "\\u002B\\/8")]
    [InlineData("\"index\":3", "\"future\":{\"deep\":[1,{\"a\":null}]},\"index\":3")]
    public void Read_OtherSpellingOfTheSame_GivesTheSame(string part, string spelling)
    {
        using SegmentWithProof segment = WireText.Read(Json.Replace(part, spelling, StringComparison.Ordinal), SegmentWithProof.Read);

        Assert.Equal(Json, WireText.Of(segment.Write));
    }

    [Theory]
    [InlineData("+/8AAQI=", "+/8AAQI", "not Base64")]
    [InlineData("+/8AAQI=", "+/8AAQI==", "not Base64")]
    [InlineData("\"data\":\"+/8AAQI=\",", "", "'data' is missing")]
    [InlineData("\"index\":3,", "", "'index' is missing")]
    [InlineData("\"index\":3", "\"index\":-3", "whole number")]
    [InlineData("\"index\":3", "\"index\":3.5", "whole number")]
    [InlineData("\"index\":3", "\"index\":\"3\"", "Expected a number")]
    [InlineData("\"index\":3", "\"index\":18446744073709551616", "whole number")]
    [InlineData(B, "0x22", "hash")]
    [InlineData("[true]", "[1]", "true or false")]
    [InlineData("\"path\":[true]", "\"path\":true", "Expected an array")]
    [InlineData("{\"lemma\"", "[\"lemma\"", null)]
    [InlineData(",\"fileSize\":786437", "", "'fileSize' is missing")]
    public void Read_MalformedField_SaysWhichAndWhy(string part, string damage, string? expected)
    {
        JsonException failure = Assert.ThrowsAny<JsonException>(
            () => WireText.Read(Json.Replace(part, damage, StringComparison.Ordinal), SegmentWithProof.Read));

        Assert.Contains(expected ?? "", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EveryTruncation_Throws()
    {
        for (int length = 1; length < Json.Length; length++)
        {
            string cut = Json[..length];
            Assert.ThrowsAny<JsonException>(() => WireText.Read(cut, SegmentWithProof.Read));
        }
    }

    [Fact]
    public void Read_BodyInSmallPieces_GivesTheSame()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Json);
        Piece first = new(bytes.AsMemory(0, 1), null);
        Piece last = first;
        for (int i = 1; i < bytes.Length; i++)
        {
            last = last.Append(bytes.AsMemory(i, 1));
        }

        Utf8JsonReader reader = new(new ReadOnlySequence<byte>(first, 0, last, 1));
        reader.Read();
        using SegmentWithProof segment = SegmentWithProof.Read(ref reader);

        Assert.Equal(Json, WireText.Of(segment.Write));
    }

    [Fact]
    public void Data_AfterDispose_CannotBeRead()
    {
        SegmentWithProof segment = WireText.Read(Json, SegmentWithProof.Read);
        segment.Dispose();
        segment.Dispose();

        Assert.Throws<ObjectDisposedException>(() => segment.Data);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
        }

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            Piece next = new(memory, this);
            Next = next;
            return next;
        }
    }
}
