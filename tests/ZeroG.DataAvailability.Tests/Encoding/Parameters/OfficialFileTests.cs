using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>The official files, written and read, whole and damaged.</summary>
public sealed class OfficialFileTests : IDisposable
{
    private static readonly MatrixShape Shape = new(2, 3);
    private static readonly KnownTau Source = new(Shape, "official files");

    private readonly TempFolder _folder = new();
    private readonly ParameterWork _work = new(cancellationToken: TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Vectors")]
    public async Task TinyFiles_HaveEveryByteOfTheVectors()
    {
        using JsonDocument vectors = VectorFiles.Read("da", "amt_tiny.json");
        JsonElement root = vectors.RootElement;
        MatrixShape shape = new(root.GetProperty("log_row").GetInt32(), root.GetProperty("log_col").GetInt32());
        KnownTau source = new(shape, root.GetProperty("tau_label").GetString()!);
        await OfficialFileSet.WriteAsync(_folder.Path, source, overwrite: false, _work);

        JsonElement tau = root.GetProperty("power_tau");
        Assert.Equal(tau.GetProperty("compressed_file").GetString(), Hex(ParameterFileName.PowersOfTau(shape)));
        Assert.Equal(tau.GetProperty("mont_file").GetString(), Hex(ParameterFileName.PowersOfTau(shape, montgomery: true)));
        foreach (JsonElement coset in root.GetProperty("cosets").EnumerateArray())
        {
            int number = coset.GetProperty("coset").GetInt32();
            Assert.Equal(coset.GetProperty("prove_mont_file").GetString(), Hex(ParameterFileName.Prove(shape, number)));
            Assert.Equal(coset.GetProperty("verify_file").GetString(), Hex(ParameterFileName.Verify(shape, number)));
            byte[] canonical = File.ReadAllBytes(_folder[ParameterFileName.Prove(shape, number, montgomery: false)]);
            Assert.Equal(coset.GetProperty("prove_file_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(canonical)));
        }

        string Hex(string name) => Convert.ToHexStringLower(File.ReadAllBytes(_folder[name]));
    }

    [Theory]
    [InlineData(10, 10, 805_568_518, 805_568_704, 67_371_104, 134_217_816, 268_435_589)]
    [InlineData(6, 5, 1_064_966, 1_065_088, 147_520, 262_232, 524_421)]
    [InlineData(3, 5, 83_974, 84_048, 18_472, 32_856, 65_669)]
    public void FileLength_IsThatOfTheOfficialFiles(
        int logRows, int logColumns, long proveMont, long prove, long verify, long powers, long powersMont)
    {
        MatrixShape shape = new(logRows, logColumns);
        Assert.Equal((proveMont, prove), (ProveFile.FileLength(shape, montgomery: true), ProveFile.FileLength(shape, montgomery: false)));
        Assert.Equal(verify, VerifyFile.FileLength(shape));
        Assert.Equal(
            (powers, powersMont),
            (PowersOfTauFile.FileLength(shape, montgomery: false), PowersOfTauFile.FileLength(shape, montgomery: true)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ProveFile_ReadBack_HoldsThePoints(bool montgomery)
    {
        string path = _folder["prove.bin"];
        await ProveFile.WriteAsync(path, Source, 1, montgomery, overwrite: false, _work);
        using ProveFile file = ProveFile.Open(path, Shape, montgomery);

        Assert.Equal(Source.HighG2, file.HighG2);
        Assert.Equal(Made(points => Source.Basis(1, points, _work)), file.Basis.Read(_work));
        Assert.Equal(Made(points => Source.HighBasis(1, points, _work)), file.HighBasis.Read(_work));
        G2Affine[] vanishes = new G2Affine[ParameterSource.VanishCount(Shape)];
        Source.Vanishes(1, vanishes, _work);
        Assert.Equal(vanishes, Enumerable.Range(1, 2).SelectMany(depth => file.Vanishes(depth).Read(_work)));
        for (int depth = 1; depth <= 2; depth++)
        {
            G1Affine[] expected = Made(points => Source.Quotients(1, depth, points, _work));
            Assert.Equal(expected, file.Quotients(depth).Read(_work));
            if (montgomery)
            {
                Assert.Equal(expected, file.Quotients(depth).View().ToArray());
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PowersOfTauFile_ReadBack_HoldsThePoints(bool montgomery)
    {
        string path = _folder["powers.bin"];
        await PowersOfTauFile.WriteAsync(path, Source, montgomery, overwrite: false, _work);
        using PowersOfTauFile file = PowersOfTauFile.Open(path, Shape, montgomery);

        Assert.Equal(Source.HighG2, file.HighG2);
        Assert.Equal(Made(points => Source.TauPowers(points, _work)), file.Powers.Read(_work));
        Assert.Equal(Made(points => Source.HighPowers(points, _work)), file.HighPowers.Read(_work));
        G2Affine[] powers = new G2Affine[Shape.Cells];
        Source.TauPowersG2(powers, _work);
        Assert.Equal(powers, file.PowersG2.Read(_work));
        G2Affine[] some = new G2Affine[4];
        file.PowersG2.Read(some, start: 0, stride: 8, _work);
        Assert.Equal([powers[0], powers[8], powers[16], powers[24]], some);
    }

    [Fact]
    public async Task Open_TruncatedFile_SaysHowLongItShouldBe()
    {
        string path = _folder["prove.bin"];
        await ProveFile.WriteAsync(path, Source, 0, montgomery: true, overwrite: false, _work);
        long length = new FileInfo(path).Length;
        Truncate(path, length - 1);

        ZeroGException failure = Assert.Throws<ZeroGException>(() => ProveFile.Open(path, Shape, montgomery: true));
        Assert.Equal("ZgParameterInvalid", failure.ErrorId);
        Assert.Contains($"has {length - 1:N0} bytes and should have {length:N0}", failure.Message, StringComparison.Ordinal);

        Truncate(path, 5);
        Assert.Equal("ZgParameterInvalid", Assert.Throws<ZeroGException>(() => ProveFile.Open(path, Shape, montgomery: true)).ErrorId);
        Truncate(path, 0);
        Assert.Equal("ZgParameterInvalid", Assert.Throws<ZeroGException>(() => ProveFile.Open(path, Shape, montgomery: true)).ErrorId);
    }

    [Fact]
    public async Task Open_FileOfAnotherShape_NamesBoth()
    {
        string path = _folder["prove.bin"];
        await ProveFile.WriteAsync(path, Source, 0, montgomery: true, overwrite: false, _work);

        ZeroGException failure = Assert.Throws<ZeroGException>(() => ProveFile.Open(path, new MatrixShape(3, 2), montgomery: true));

        Assert.Equal("ZgParameterShape", failure.ErrorId);
        Assert.Contains("2^5 cells and proofs of depth 2, not for a matrix of 8x4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_HeaderOfAnotherKind_IsNamed()
    {
        string path = _folder["powers.bin"];
        await ProveFile.WriteAsync(path, Source, 0, montgomery: true, overwrite: false, _work);

        ZeroGException failure = Assert.Throws<ZeroGException>(() => PowersOfTauFile.Open(path, Shape, montgomery: true));

        Assert.Equal("ZgParameterInvalid", failure.ErrorId);
        Assert.Contains("does not begin with 'ptau'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OtherCountBeforeAnArray_IsRefused()
    {
        string path = _folder["verify.bin"];
        await VerifyFile.WriteAsync(path, Source, 0, overwrite: false, _work);
        Change(path, 0, 33);

        ZeroGException failure = Assert.Throws<ZeroGException>(() => VerifyFile.Open(path, Shape));
        Assert.Contains("has 33 points of its basis, and should have 32", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OtherGeneratorOfG2_IsRefused()
    {
        string path = _folder["prove.bin"];
        await ProveFile.WriteAsync(path, Source, 0, montgomery: true, overwrite: false, _work);
        byte[] bytes = File.ReadAllBytes(path);
        G2Affine.Generator.Double().ToAffine().WriteUncompressed(bytes.AsSpan(6, 128));
        File.WriteAllBytes(path, bytes);

        Assert.Contains(
            "generator of G2", Assert.Throws<ZeroGException>(() => ProveFile.Open(path, Shape, montgomery: true)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zero", "infinity")]
    [InlineData("modulus", "not below the modulus")]
    [InlineData("off", "not on the curve")]
    public async Task Read_BadPointInMontgomeryForm_IsNamed(string kind, string words)
    {
        string path = _folder["prove.bin"];
        await ProveFile.WriteAsync(path, Source, 0, montgomery: true, overwrite: false, _work);
        byte[] bytes = File.ReadAllBytes(path);
        Span<byte> point = bytes.AsSpan(6 + 256 + (7 * 64), 64);
        switch (kind)
        {
            case "zero":
                point.Clear();
                break;
            case "modulus":
                Fq.Modulus.TryWriteBytes(point, out _, isUnsigned: true);
                break;
            default:
                point[0] ^= 1;
                break;
        }

        File.WriteAllBytes(path, bytes);
        using ProveFile file = ProveFile.Open(path, Shape, montgomery: true);

        ZeroGException failure = Assert.Throws<ZeroGException>(() => file.Basis.Read(_work));
        Assert.Equal("ZgParameterInvalid", failure.ErrorId);
        Assert.Contains("number 7 of its basis", failure.Message, StringComparison.Ordinal);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(32, file.HighBasis.Read(_work).Length);
    }

    [Theory]
    [InlineData(0x40, "infinity")]
    [InlineData(0xC0, "flags")]
    public async Task Read_FlagsInCanonicalForm_AreNamed(byte flags, string words)
    {
        string path = _folder["verify.bin"];
        await VerifyFile.WriteAsync(path, Source, 0, overwrite: false, _work);
        Change(path, 8 + 63, flags);
        using VerifyFile file = VerifyFile.Open(path, Shape);

        Assert.Contains(words, Assert.Throws<ZeroGException>(() => file.Basis.Read(_work)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoFile_SaysSo()
    {
        Assert.Equal("ZgParameterNotFound", Assert.Throws<ZeroGException>(() => VerifyFile.Open(_folder["none.bin"], Shape)).ErrorId);
        Assert.Equal("ZgParameterNotFound", Assert.Throws<ZeroGException>(() => VerifyFile.Open(_folder["no/none.bin"], Shape)).ErrorId);
    }

    [Fact]
    public async Task Write_CancelledInTheMiddle_LeavesNothing()
    {
        using CancellationTokenSource stop = new();
        StoppingSource source = new(Source, stop, () =>
        {
            // What a kill at this moment would leave.
            Assert.False(File.Exists(_folder["prove.bin"]));
            Assert.EndsWith(".tmp", Assert.Single(Directory.GetFiles(_folder.Path)), StringComparison.Ordinal);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProveFile.WriteAsync(
            _folder["prove.bin"], source, 0, montgomery: true, overwrite: false, new ParameterWork(cancellationToken: stop.Token)));

        Assert.True(source.Reached);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Write_AfterAKill_RemovesWhatWasLeftADayAgo()
    {
        string old = _folder["verify.bin.1.tmp"];
        string young = _folder["verify.bin.2.tmp"];
        string others = _folder["other.bin.3.tmp"];
        foreach (string path in (string[])[old, young, others])
        {
            await File.WriteAllTextAsync(path, "half", TestContext.Current.CancellationToken);
        }

        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(others, DateTime.UtcNow.AddDays(-2));
        await VerifyFile.WriteAsync(_folder["verify.bin"], Source, 0, overwrite: false, _work);

        Assert.Equal([others, _folder["verify.bin"], young], Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Write_NameThatIsTaken_IsRefusedUnlessItMayBeReplaced()
    {
        string path = _folder["verify.bin"];
        await File.WriteAllTextAsync(path, "mine", TestContext.Current.CancellationToken);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => VerifyFile.WriteAsync(path, Source, 0, overwrite: false, _work));
        Assert.Equal("ZgTargetExists", failure.ErrorId);
        Assert.Equal("mine", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));

        await VerifyFile.WriteAsync(path, Source, 0, overwrite: true, _work);
        VerifyFile.Open(path, Shape).Dispose();
    }

    private static void Truncate(string path, long length)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static void Change(string path, long offset, byte value)
    {
        using FileStream file = File.OpenWrite(path);
        file.Position = offset;
        file.WriteByte(value);
    }

    private static G1Affine[] Made(Action<Memory<G1Affine>> make)
    {
        G1Affine[] points = new G1Affine[Shape.Cells];
        make(points);
        return points;
    }

    // Cancels when the file is half written.
    private sealed class StoppingSource(KnownTau inner, CancellationTokenSource stop, Action look) : ParameterSource(inner.Shape)
    {
        public bool Reached { get; private set; }

        public override G2Affine HighG2 => inner.HighG2;

        public override void TauPowers(Memory<G1Affine> points, ParameterWork work) => inner.TauPowers(points, work);

        public override void HighPowers(Memory<G1Affine> points, ParameterWork work) => inner.HighPowers(points, work);

        public override void TauPowersG2(Memory<G2Affine> points, ParameterWork work) => inner.TauPowersG2(points, work);

        public override void Basis(int coset, Memory<G1Affine> points, ParameterWork work) => inner.Basis(coset, points, work);

        public override void HighBasis(int coset, Memory<G1Affine> points, ParameterWork work) => inner.HighBasis(coset, points, work);

        public override void Quotients(int coset, int depth, Memory<G1Affine> points, ParameterWork work)
        {
            Reached = true;
            inner.Quotients(coset, depth, points, work);
            look();
            stop.Cancel();
        }

        public override void Vanishes(int coset, Memory<G2Affine> points, ParameterWork work) => inner.Vanishes(coset, points, work);
    }
}
