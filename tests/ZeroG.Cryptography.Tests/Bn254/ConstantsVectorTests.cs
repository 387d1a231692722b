using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Cryptography.Bn254;
using ZeroG.Testing;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>The numbers of the curve and its fields as other software has them, from <c>tests/vectors/da</c>.</summary>
[Trait("Category", "Vectors")]
public sealed class ConstantsVectorTests
{
    // The factors of the cosets belong to the tests of data availability.
    private const string Fields =
        "produced_by x fq_modulus fr_modulus fq fr roots size_inv_2_20 coset_factors w20_inv glv g1_generator g2_generator checks";

    public static TheoryData<string> Files => new(VectorFiles.In("da", "constants*.json").Select(path => Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Fields_HaveTheModuliAndConstants(string file)
    {
        using JsonDocument document = Read(file);
        JsonElement root = document.RootElement;
        Assert.Equal($"{Bn254Curve.Seed}", root.GetProperty("x").GetString());
        Assert.Equal(root.GetProperty("fq_modulus").Number(), Fq.Modulus);
        Assert.Equal(root.GetProperty("fr_modulus").Number(), Fr.Modulus);

        JsonElement fq = root.GetProperty("fq");
        VectorForm.CheckFields(fq, "R_mod R2_mod neg_inv_u64 sqrt_exp", "fq");
        AssertMontgomery<FqModulus>(fq);
        Fq four = Fq.FromUInt64(4);
        Assert.True(four.TrySqrt(out Fq sqrt));
        Assert.Equal(BigInteger.ModPow(4, fq.GetProperty("sqrt_exp").Number(), Fq.Modulus), sqrt.ToBigInteger());

        JsonElement fr = root.GetProperty("fr");
        VectorForm.CheckFields(fr, "R_mod R2_mod neg_inv_u64 two_adicity trace generator two_adic_root", "fr");
        AssertMontgomery<FrModulus>(fr);
        Assert.Equal(Fr.TwoAdicity, fr.GetProperty("two_adicity").GetInt32());
        Assert.Equal(fr.GetProperty("trace").Number(), (Fr.Modulus - 1) >> Fr.TwoAdicity);
        Assert.Equal(
            BigInteger.ModPow(fr.GetProperty("generator").GetInt32(), fr.GetProperty("trace").Number(), Fr.Modulus),
            Fr.RootOfUnity(Fr.TwoAdicity).ToBigInteger());
        Assert.Equal(fr.GetProperty("two_adic_root").AsFr(), Fr.RootOfUnity(Fr.TwoAdicity));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Roots_AreTheSame(string file)
    {
        using JsonDocument document = Read(file);
        JsonElement roots = document.RootElement.GetProperty("roots");
        Assert.NotEmpty(roots.EnumerateObject());
        foreach (JsonProperty root in roots.EnumerateObject())
        {
            Assert.Equal(root.Value.AsFr(), Fr.RootOfUnity(int.Parse(root.Name["2^".Length..], CultureInfo.InvariantCulture)));
        }

        Assert.Equal(document.RootElement.GetProperty("size_inv_2_20").AsFr(), Fr.FromUInt64(1 << 20).Inverse());
        Assert.Equal(document.RootElement.GetProperty("w20_inv").AsFr(), Fr.RootOfUnity(20).Inverse());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Groups_HaveTheGeneratorsAndTheEndomorphism(string file)
    {
        using JsonDocument document = Read(file);
        Assert.Equal(document.RootElement.GetProperty("g1_generator").G1(), G1Affine.Generator);
        Assert.Equal(document.RootElement.GetProperty("g2_generator").G2(), G2Affine.Generator);

        JsonElement glv = document.RootElement.GetProperty("glv");
        VectorForm.CheckFields(glv, "beta lambda decomp", "glv");
        Fr lambda = glv.GetProperty("lambda").AsFr();
        Assert.Equal(lambda, Glv.Lambda);
        Assert.Equal(glv.GetProperty("beta").AsFq(), Bn254Curve.Beta);
        BigInteger[] lattice = [.. glv.GetProperty("decomp").EnumerateArray().Select(entry =>
            BigInteger.Parse(entry.GetString()!, CultureInfo.InvariantCulture))];
        BigInteger x = Bn254Curve.Seed;
        Assert.Equal([(6 * x * x) + (2 * x), -((2 * x) + 1), (2 * x) + 1, (6 * x * x) + (4 * x) + 1], lattice);
        Assert.All(lattice.Chunk(2), pair => Assert.True((Fr.FromBigInteger(pair[0]) + (Fr.FromBigInteger(pair[1]) * lambda)).IsZero));

        // λP and (βx, y) by double and add, without the endomorphism.
        G1Jacobian p = G1Jacobian.Generator, sum = G1Jacobian.Infinity;
        G2Jacobian q = G2Jacobian.Generator.MultiplyPlainly(GroupLawTests.Limbs(lambda.ToBigInteger()));
        for (int bit = 253; bit >= 0; bit--)
        {
            sum = sum.Double();
            sum = (lambda.ToBigInteger() >> bit).IsEven ? sum : sum + p;
        }

        Assert.Equal(new G1Affine(p.X * Bn254Curve.Beta, p.Y), sum.ToAffine());
        Assert.Equal(new G2Affine(G2Affine.Generator.X * Bn254Curve.TwistBeta, G2Affine.Generator.Y), q.ToAffine());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Checks_OfTheFile_HoldHere(string file)
    {
        using JsonDocument document = Read(file);
        foreach (JsonElement check in document.RootElement.GetProperty("checks").EnumerateArray())
        {
            BigInteger half = (Fr.Modulus - 1) / 2;
            bool holds = check[0].GetString() switch
            {
                "glv: lambda*P == (beta*x, y)" =>
                    G1Jacobian.Generator.Multiply(Glv.Lambda) == new G1Affine(Bn254Curve.Beta, Fq.FromUInt64(2)).ToJacobian(),
                "3 is a quadratic residue mod r" => BigInteger.ModPow(3, half, Fr.Modulus).IsOne,
                "5 is a non-residue mod r" => BigInteger.ModPow(5, half, Fr.Modulus) == Fr.Modulus - 1,
                string other => throw new InvalidOperationException($"No test knows the check '{other}'."),
                null => throw new InvalidOperationException("A check has no name."),
            };
            Assert.Equal(check[1].GetBoolean(), holds);
        }
    }

    private static void AssertMontgomery<TModulus>(JsonElement field)
        where TModulus : struct, IModulus
    {
        Assert.Equal(field.GetProperty("R_mod").Number(), Montgomery<TModulus>.ToBigInteger(TModulus.R));
        Assert.Equal(field.GetProperty("R2_mod").Number(), Montgomery<TModulus>.ToBigInteger(TModulus.R2));
        Assert.Equal(field.GetProperty("neg_inv_u64").Number(), TModulus.NegativeInverse);
    }

    private static JsonDocument Read(string file)
    {
        JsonDocument document = VectorFiles.Read("da", file);
        VectorForm.CheckFields(document.RootElement, Fields, file);
        return document;
    }
}
