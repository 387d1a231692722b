using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.DataAvailability.Tests.Encoding.Direct;
using ZeroG.DataAvailability.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class DirectEncoderTests
{
    private static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };

    [Fact]
    [Trait("Category", "Vectors")]
    public void BuildAmt_TheTinyMatrix_HasTheNodesOfTheVectors()
    {
        using JsonDocument document = VectorFiles.Read("da", "amt_tiny.json");
        JsonElement vector = document.RootElement;
        MatrixShape shape = vector.Shape();
        byte[] data = vector.Bytes("data");
        Assert.Equal(VectorInput.Blob(vector.Text("seed"), vector.Number("len")), data);
        Fr[] cells = new Fr[shape.EncodedCells];
        BlobMatrix.Fill(shape, data, cells.AsSpan(0, shape.Cells));
        ErasureCode.Extend(shape, cells, TwoThreads);
        Assert.Equal(vector.GetProperty("matrix_rows").Cells(), cells);

        KnownTau source = new(shape, vector.Text("tau_label"));
        int cosets = 0;
        foreach (JsonElement expected in vector.GetProperty("cosets").EnumerateArray())
        {
            int coset = expected.Number("coset");
            Fr[] values = DirectEncoder.ReversedValues(shape, cells.AsSpan(coset * shape.Cells, shape.Cells));
            Assert.Equal(expected.GetProperty("bit_reversed_input").Scalars(), values);

            ProveParameters parameters = ProveParameters.From(source, coset);
            (AmtTree amt, G1Affine commitment) = DirectEncoder.BuildAmt(parameters, values, TwoThreads);

            Assert.Equal(Points(expected, "commitments"), amt.Commitments);
            Assert.Equal(Points(expected, "proofs"), amt.Proofs);
            Assert.Equal(vector.GetProperty("commitment").Point(), commitment);
            Assert.Equal(G1Affine.Generator.Multiply(vector.GetProperty("commitment_scalar").Scalar()).ToAffine(), commitment);
            Assert.Equal(
                vector.GetProperty("high_commitment").Point(), PlainMsm.Multiply(parameters.HighBasis, values, TwoThreads).ToAffine());
            cosets++;
        }

        Assert.Equal(MatrixShape.CosetCount, cosets);
        Assert.Equal(3 * shape.Cells, vector.Number("high_exponent"));
    }

    [Theory]
    [InlineData(3, 5, 7936 - 4)]
    [InlineData(3, 5, 40)]
    [InlineData(3, 5, 0)]
    [InlineData(5, 3, 5000)]
    [InlineData(1, 3, 400)]
    public void Encode_AnyData_IsEqualToWhatKnowingTauGives(int logRows, int logColumns, int length)
    {
        const string Label = "zerog/tests/direct";
        MatrixShape shape = new(logRows, logColumns);
        KnownTau source = new(shape, Label);
        byte[] data = VectorInput.Blob("direct", length);
        DirectEncoder encoder = new([.. Enumerable.Range(0, 3).Select(coset => ProveParameters.From(source, coset))], threads: 2);
        List<EncodeProgress> progress = [];

        EncodedBlob blob = encoder.Encode(data, new ListProgress<EncodeProgress>(progress));

        AssertSame(new KnownTauEncoder(shape, TauScalars.TauOf("zerog/tests/direct"u8)).Encode(data), blob);
        Assert.Equal(EncodeStage.Done, progress[^1].Stage);
        Assert.Equal(progress.Select(item => item.Fraction).Order(), progress.Select(item => item.Fraction));
    }

    [Fact]
    public void Encode_OneByteTooMany_IsRefused()
    {
        MatrixShape shape = new(1, 3);
        DirectEncoder encoder = new([ProveParameters.From(new KnownTau(shape, "zerog/tests/direct"), 0)]);
        Assert.Equal("ZgBlobTooLarge", Assert.Throws<ZeroGException>(() => encoder.Encode(new byte[shape.MaxDataSize + 1])).ErrorId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(500)]
    public void Multiply_TermsOfAllKinds_IsTheSumOfTheMultiples(int terms)
    {
        Fr[] scalars = RandomCells.Of(terms, seed: terms);
        G1Affine[] bases = [.. RandomCells.Of(terms, seed: terms + 1).Select(scalar => G1Affine.Generator.Multiply(scalar).ToAffine())];
        if (terms > 8)
        {
            (scalars[0], scalars[1], scalars[2], scalars[3]) = (Fr.Zero, Fr.One, -Fr.One, Fr.FromUInt64(2).Inverse());
            bases[4] = G1Affine.Infinity;
            (bases[6], scalars[6]) = (bases[5], scalars[5]);
            (bases[8], scalars[8]) = (-bases[7], scalars[7]);
        }

        G1Jacobian expected = G1Jacobian.Infinity;
        for (int i = 0; i < terms; i++)
        {
            expected += bases[i].Multiply(scalars[i]);
        }

        Assert.Equal(expected, PlainMsm.Multiply(bases, scalars, TwoThreads));
    }

    private static G1Affine[][] Points(JsonElement coset, string name) =>
        [.. coset.GetProperty(name).EnumerateArray().Select(depth => depth.EnumerateArray().Select(VectorInput.Point).ToArray())];

    private static void AssertSame(EncodedBlob expected, EncodedBlob actual)
    {
        Assert.Equal(
            (expected.Commitment, expected.HighCommitment, expected.DataRoot), (actual.Commitment, actual.HighCommitment, actual.DataRoot));
        Assert.All(Enumerable.Range(0, expected.Shape.EncodedRows), row => Assert.Equal(expected.Slice(row), actual.Slice(row)));
    }
}
