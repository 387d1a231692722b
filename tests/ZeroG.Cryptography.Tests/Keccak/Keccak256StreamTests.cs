using FsCheck.Xunit;
using ZeroG.Cryptography.Keccak;

namespace ZeroG.Cryptography.Tests.Keccak;

/// <summary>A message in pieces has the hash of the whole.</summary>
public sealed class Keccak256StreamTests
{
    [Property(MaxTest = 200)]
    public bool Pieces_of_any_length_make_the_hash_of_the_whole(byte[][] pieces)
    {
        Keccak256Stream stream = new();
        foreach (byte[] piece in pieces)
        {
            stream.Append(piece);
        }

        return stream.Finish().AsSpan().SequenceEqual(Keccak256.Hash([.. pieces.SelectMany(piece => piece)]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(135, 1)]
    [InlineData(136, 0)]
    [InlineData(1, 135)]
    [InlineData(137, 135)]
    [InlineData(272, 136)]
    [InlineData(100, 700)]
    public void Pieces_may_end_anywhere_in_a_block(int first, int second)
    {
        byte[] message = [.. Enumerable.Range(0, first + second).Select(i => (byte)(i * 31))];
        Keccak256Stream stream = new();
        stream.Append(message.AsSpan(0, first));
        stream.Append(message.AsSpan(first));
        Assert.Equal(Keccak256.Hash(message), stream.Finish());
    }

    [Fact]
    public void What_has_ended_takes_nothing_more()
    {
        Keccak256Stream stream = new();
        stream.Finish();
        Assert.Throws<InvalidOperationException>(() => stream.Append([1]));
        Assert.Throws<InvalidOperationException>(() => stream.Finish());
    }
}
