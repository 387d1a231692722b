using FsCheck.Xunit;
using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class EncodedSliceTests
{
    // Where the fields of a slice of the shape begin.
    private const int RowCount = 88;
    private const int RowCells = 96;
    private const int ProofCount = RowCells + (8 * 32);
    private const int Pairs = ProofCount + 8;
    private const int HighCommitment = Pairs + (3 * 128);
    private const int MerkleRoots = HighCommitment + 64;
    private const int MerkleCount = MerkleRoots + 96;
    private const int LeafIndex = MerkleCount + 8 + (3 * 32);

    private static readonly SampleBlob Sample = SampleBlob.Tiny;
    private static readonly byte[] Sound = Sample.Blob.Slice(13).ToBytes();

    [Fact]
    public void Read_WhatWasWritten_IsTheSlice()
    {
        for (int row = 0; row < Sample.Shape.EncodedRows; row++)
        {
            EncodedSlice slice = Sample.Blob.Slice(row);
            byte[] bytes = new byte[Sample.Shape.SliceSize];
            Sample.Blob.WriteSlice(row, bytes);
            Assert.Equal(bytes, slice.ToBytes());
            Assert.Equal(slice, EncodedSlice.Read(bytes, Sample.Shape));
        }
    }

    [Theory]
    [InlineData(RowCount, 7, "amt.row.row counts 7 and not 8")]
    [InlineData(RowCount, ulong.MaxValue, "amt.row.row counts 18446744073709551615 and not 8")]
    [InlineData(ProofCount, 0, "amt.row.proof counts 0 and not 3")]
    [InlineData(ProofCount, ulong.MaxValue, "amt.row.proof counts 18446744073709551615 and not 3")]
    [InlineData(MerkleCount, 4, "merkle.proof counts 4 and not 3")]
    [InlineData(MerkleCount, 0x2000_0000_0000_0000, "merkle.proof counts 2305843009213693952 and not 3")]
    public void Read_WrongCount_IsRefusedByName(int at, ulong count, string fault)
    {
        byte[] bytes = [.. Sound];
        BitConverter.TryWriteBytes(bytes.AsSpan(at), count);
        AssertMalformed(bytes, fault);
    }

    [Theory]
    [InlineData(16, "amt.commitment is no point of the curve")]
    [InlineData(Pairs, "the commitment of amt.row.proof[0] is no point of the curve")]
    [InlineData(Pairs + 320, "the proof of amt.row.proof[2] is no point of the curve")]
    [InlineData(HighCommitment, "amt.row.high_commitment is no point of the curve")]
    public void Read_PointOffTheCurve_IsRefusedByName(int at, string fault)
    {
        byte[] bytes = [.. Sound];
        bytes[at] ^= 1;
        AssertMalformed(bytes, fault);

        // Coordinates that are not below the modulus, and both flags at once.
        bytes = [.. Sound];
        bytes.AsSpan(at, 32).Fill(0xFF);
        AssertMalformed(bytes, fault);
        bytes = [.. Sound];
        bytes[at + 63] |= 0xC0;
        AssertMalformed(bytes, fault);
    }

    [Fact]
    public void Read_CellThatIsTheModulus_IsRefusedByName()
    {
        byte[] bytes = [.. Sound];
        Cryptography.Bn254.Fr.Modulus.ToByteArray(isUnsigned: true).CopyTo(bytes, RowCells + (5 * 32));
        AssertMalformed(bytes, "amt.row.row[5] is not below the modulus");
    }

    [Fact]
    public void Read_CutOrLonger_IsRefusedByName()
    {
        AssertMalformed([], "it has 0 bytes and not 1048");
        AssertMalformed(Sound[..^1], "it has 1047 bytes and not 1048");
        AssertMalformed([.. Sound, 0], "it has 1049 bytes and not 1048");
    }

    [Fact]
    public void Read_SliceOfAnotherShape_IsRefusedByName()
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => EncodedSlice.Read(Sound, MatrixShape.Small));
        Assert.Equal("ZgSliceMalformed", error.ErrorId);
        Assert.Equal(
            "This is no slice of a matrix of 64x32: it has 1048 bytes and not 2296. Check that it is whole and of that shape.",
            error.Message);
    }

    /// <summary>Where a single bit is flipped decides what is said of it.</summary>
    [Property(MaxTest = 120, Replay = "20261126,5")]
    public void Verify_AnyFlippedBit_IsRefusedWithTheErrorOfItsField(int position)
    {
        int bit = (int)((uint)position % (uint)(Sound.Length * 8));
        AssertRefused(bit);
    }

    [Fact]
    public void Verify_FlippedBitInEachField_IsRefusedWithTheErrorOfItsField()
    {
        int[] starts =
        [
            0, 8, 16, 48, 80, RowCount, RowCells, ProofCount, Pairs, Pairs + 64, HighCommitment, MerkleRoots, MerkleCount, LeafIndex,
            LeafIndex + 8,
        ];
        foreach (int start in starts)
        {
            AssertRefused(start * 8);
            AssertRefused((start * 8) + 63);
        }
    }

    private static void AssertRefused(int bit)
    {
        byte[] bytes = [.. Sound];
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        string[] expected = Expected(bit / 8);
        if (!EncodedSlice.TryRead(bytes, Sample.Shape, out EncodedSlice? slice, out string? fault))
        {
            Assert.Contains(expected, text => fault.Contains(text, StringComparison.Ordinal));
            return;
        }

        if (slice == Sample.Blob.Slice(13))
        {
            // The sign of a point that is whole tells nothing, and is not looked at (arkworks).
            Assert.Equal(7, bit % 8);
            Assert.Contains(expected, text => text.Contains("no point", StringComparison.Ordinal));
            return;
        }

        string? failure = Sample.Verify(slice)?.ToString();
        Assert.NotNull(failure);
        Assert.Contains(expected, text => failure.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>What may be said of a change at a byte: that it cannot be read, or the verifier's name.</summary>
    private static string[] Expected(int at) => at switch
    {
        < 16 => ["UnmatchedAMTIndex"],
        < 80 => ["amt.commitment is no point", "AMT(IncorrectCommitment)"],
        < RowCount => ["AMT(UnmatchedCosetIndex"],
        < RowCells => ["amt.row.row counts"],
        < ProofCount => ["is not below the modulus", "InconsistentCommitment"],
        < Pairs => ["amt.row.proof counts"],
        < HighCommitment => [$"amt.row.proof[{(at - Pairs) / 128}] is no point", $"KzgError({(at - Pairs) / 128})"],
        < MerkleRoots => ["amt.row.high_commitment is no point", "FailedLowDegreeTest"],
        < MerkleCount => ["Merkle(IncorrectRoot)"],
        < MerkleCount + 8 => ["merkle.proof counts"],
        < LeafIndex => ["Merkle(IncorrectProof"],
        < LeafIndex + 8 => ["UnmatchedMerkleIndex"],
        _ => ["Merkle(IncorrectLocalRoot"],
    };

    private static void AssertMalformed(byte[] bytes, string fault)
    {
        Assert.False(EncodedSlice.TryRead(bytes, Sample.Shape, out _, out string? actual));
        Assert.Equal(fault, actual);
        ZeroGException error = Assert.Throws<ZeroGException>(() => EncodedSlice.Read(bytes, Sample.Shape));
        Assert.Equal(("ZgSliceMalformed", ErrorKind.InvalidData), (error.ErrorId, error.Kind));
        Assert.Contains(fault, error.Message);
    }
}
