using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ZeroG.Cryptography.Bn254;
using ZeroG.Testing;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Sums and commitments of <c>tests/vectors/da</c>.</summary>
[Trait("Category", "Vectors")]
public sealed class MsmVectorTests
{
    private static readonly VectorForm Sums = new("da", "msm*.json", ("cases", "n scalars_rule result")) { Facts = "produced_by" };

    private static readonly VectorForm Commitments = new("da", "kzg*.json", ("cases", "name coefficients scalar commitment uncompressed"))
    {
        Facts = "produced_by tau_label tau tau_rule blob_rule high_exponent_rule",
    };

    public static IEnumerable<object[]> SumNames => Sums.Rows("cases");

    public static IEnumerable<object[]> CommitmentNames => Commitments.Rows("cases");

    [Theory]
    [MemberData(nameof(SumNames))]
    public void Sum_IsTheKnownOne(string name)
    {
        JsonElement vector = Sums[name];
        int count = vector.GetProperty("n").GetInt32();

        // Both rules are spelled out in the vector: check that it is the one that is followed here.
        Assert.Contains($"SHA-256(\"0g-da-vec/shared/1/msm/{count}/i\")", vector.GetProperty("scalars_rule").GetString());
        Assert.Contains("scalar1=0, scalar2=1, scalar3=r-1, b_4=b_3", vector.GetProperty("scalars_rule").GetString());
        Fr[] scalars = [.. Enumerable.Range(0, count).Select(i => Hashed("msm", count, i))];
        Fr[] multiples = [.. Enumerable.Range(0, count).Select(i => Hashed("msmb", count, i))];
        if (count > 4)
        {
            (scalars[1], scalars[2], scalars[3]) = (Fr.Zero, Fr.One, -Fr.One);
            multiples[4] = multiples[3];
        }

        G1Affine[] bases = new G1Affine[count];
        FixedBase.G1.Multiply(multiples, bases);
        G1Affine expected = vector.GetProperty("result").G1();
        Assert.Equal(expected, Msm.Multiply(bases, scalars).ToAffine());
        Assert.Equal(expected, Msm.Multiply(PointSet.From(bases), 0, scalars, threads: 2).ToAffine());
        Assert.Equal(expected, Msm.Multiply(PointSet.WithTable(bases, count), 0, scalars).ToAffine());
    }

    [Theory]
    [MemberData(nameof(CommitmentNames))]
    public void Commitment_IsTheKnownOne(string name)
    {
        JsonElement vector = Commitments[name];
        Fr tau = Commitments.File("kzg_small.json").GetProperty("tau").AsFr();
        Fr[] coefficients = [.. vector.GetProperty("coefficients").EnumerateArray().Select(c => c.AsFr())];
        Fr[] powers = new Fr[coefficients.Length];
        Fr value = Fr.Zero;
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = i == 0 ? Fr.One : powers[i - 1] * tau;
            value += powers[i] * coefficients[i];
        }

        G1Affine[] bases = new G1Affine[powers.Length];
        FixedBase.G1.Multiply(powers, bases);
        G1Affine commitment = Msm.Multiply(bases, coefficients).ToAffine();
        Assert.Equal(vector.GetProperty("commitment").G1(), commitment);
        Assert.Equal(vector.GetProperty("scalar").AsFr(), value);
        byte[] bytes = new byte[64];
        commitment.WriteUncompressed(bytes);
        Assert.Equal(vector.GetProperty("uncompressed").Bytes(), bytes);
    }

    private static Fr Hashed(string kind, int count, int index)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"0g-da-vec/shared/1/{kind}/{count}/{index}");
        return Fr.FromBigInteger(new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(text)), isUnsigned: true, isBigEndian: true));
    }
}
