using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class ErasureCommitmentTests
{
    // x = 1 and y = 2, little-endian.
    private static readonly string Generator = "0x01" + new string('0', 62) + "02" + new string('0', 62);

    [Fact]
    public void Text_OfTheGenerator_IsItsTwoCoordinates()
    {
        ErasureCommitment commitment = ErasureCommitment.Parse(Generator);

        Assert.Equal(new ErasureCommitment(G1Affine.Generator), commitment);
        Assert.Equal((Generator, Generator), (commitment.ToString(), commitment.Value));
        Assert.Equal("0x01000000…00000000", commitment.ToShortString());
        Assert.Equal(commitment, ErasureCommitment.Parse(Generator[2..].ToUpperInvariant()));
        Assert.Equal($"\"{Generator}\"", JsonSerializer.Serialize(commitment));
        Assert.Equal(commitment, JsonSerializer.Deserialize<ErasureCommitment>($"\"{Generator}\""));
    }

    [Fact]
    public void Text_OfInfinity_IsZeros() =>
        Assert.True(ErasureCommitment.Parse("0x" + new string('0', 128)).Point.IsInfinity);

    [Theory]
    [InlineData("empty", "")]
    [InlineData("no hex", "zz")]
    [InlineData("half", "01")]
    [InlineData("off the curve", "01", "03")]
    [InlineData("flags in the last byte", "01", "02", "80")]
    [InlineData("not below the modulus", "48fd7cd8168c203c8dca7168916a81975d588181b64550b829a031e1724e6430", "02")]
    public void Text_OfNoCommitment_IsRefused(string what, string x, string? y = null, string last = "")
    {
        string text = y is null ? x : x.PadRight(64, '0') + y.PadRight(64 - last.Length, '0') + last;
        ZeroGException refused = Assert.Throws<ZeroGException>(() => ErasureCommitment.Parse(text));

        Assert.True(refused is { ErrorId: "ZgCommitmentInvalid" } && (string?)refused.Target == text, what);
    }
}
