using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Challenge;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>
/// Hundreds of damaged versions of every file of parameters: each is read with all of its points in their groups, or refused with a
/// documented failure, and takes no more memory than the shape that was asked for. Seeds are fixed; a failure names its own.
/// </summary>
public sealed class ParameterFuzzTests : IDisposable
{
    private const int Versions = 300;
    private const long MostMemory = 1 << 20;

    private static readonly MatrixShape Shape = new(2, 2);
    private static readonly KnownTau Source = new(Shape, "fuzzing");
    private static readonly ParameterWork Work = new(threads: 1);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ProveFile_Damaged(bool montgomery)
    {
        string path = _folder["file.bin"];
        await ProveFile.WriteAsync(path, Source, 1, montgomery, overwrite: false, Work);
        Fuzz(path, () =>
        {
            using ProveFile file = ProveFile.Open(path, Shape, montgomery);
            AssertSound(
                [.. file.Basis.Read(Work), .. file.Quotients(1).Read(Work), .. file.Quotients(2).Read(Work), .. file.HighBasis.Read(Work)]);
            AssertSound([.. file.Vanishes(1).Read(Work), .. file.Vanishes(2).Read(Work), file.HighG2]);
        });
    }

    [Fact]
    public async Task VerifyFile_Damaged()
    {
        string path = _folder["file.bin"];
        await VerifyFile.WriteAsync(path, Source, 1, overwrite: false, Work);
        Fuzz(path, () =>
        {
            using VerifyFile file = VerifyFile.Open(path, Shape);
            AssertSound(file.Basis.Read(Work));
            AssertSound([.. file.Vanishes(1).Read(Work), .. file.Vanishes(2).Read(Work), file.HighG2]);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PowersOfTauFile_Damaged(bool montgomery)
    {
        string path = _folder["file.bin"];
        await PowersOfTauFile.WriteAsync(path, Source, montgomery, overwrite: false, Work);
        Fuzz(path, () =>
        {
            using PowersOfTauFile file = PowersOfTauFile.Open(path, Shape, montgomery);
            AssertSound([.. file.Powers.Read(Work), .. file.HighPowers.Read(Work)]);
            AssertSound([.. file.PowersG2.Read(Work), file.HighG2]);
        });
    }

    [Fact]
    public async Task SetFile_Damaged_IsAlwaysNoticed()
    {
        string path = _folder["file.bin"];
        await ParameterSetFile.WriteAsync(path, Source, overwrite: false, Work);
        int refused = Fuzz(path, () => ParameterSetFile.Open(path, Shape, Work).Dispose());
        Assert.Equal(Versions, refused);
    }

    [Fact]
    public void Challenge_Damaged_GivesThePowersOrNone()
    {
        string path = _folder["file.bin"];
        File.WriteAllBytes(path, ChallengeBytes.Make(Shape, "fuzzing")[..4096]);
        Fuzz(path, () =>
        {
            // Of a file of the right length, so that the points are read.
            byte[] whole = new byte[ChallengeFile.FileLength(64)];
            byte[] damaged = File.ReadAllBytes(path);
            damaged.AsSpan(0, Math.Min(whole.Length, damaged.Length)).CopyTo(whole);
            string padded = _folder["padded.bin"];
            File.WriteAllBytes(padded, whole);
            using LocalByteRanges bytes = LocalByteRanges.Open(padded);
            ChallengeFile.Of(bytes, Shape).ReadAsync(Shape, Work).GetAwaiter().GetResult().Dispose();
        });
    }

    [Fact]
    public void Mark_Damaged_NeverCountsAsNone()
    {
        string path = _folder[ParameterFileName.DevelopmentMark];
        File.WriteAllBytes(path, DevelopmentMark.For("fuzzing"));
        ParameterFolder folder = new(_folder.Path);
        Fuzz(path, () => Assert.NotNull(folder.ReadMark()));
    }

    // The versions that were refused, of which there must be many.
    private static int Fuzz(string path, Action read)
    {
        byte[] valid = File.ReadAllBytes(path);
        int refused = 0;
        for (int seed = 0; seed < Versions; seed++)
        {
            File.WriteAllBytes(path, Damage(valid, new Random(seed)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read();
            }
            catch (ZeroGException failure)
            {
                Assert.StartsWith("Zg", failure.ErrorId, StringComparison.Ordinal);
                refused++;
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {failure}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        }

        Assert.InRange(refused, Versions / 4, Versions);
        return refused;
    }

    // Bits, bytes and words where they stand for the most part, since a file of another length is refused at once.
    private static byte[] Damage(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (int left = random.Next(1, 4); left > 0 && bytes.Count > 0; left--)
        {
            int place = random.Next(random.Next(4) == 0 ? Math.Min(bytes.Count, 300) : bytes.Count);
            int length = Math.Min(random.Next(1, 64), bytes.Count - place);
            switch (random.Next(10))
            {
                case 0: bytes.RemoveRange(place, length); break;
                case 1: bytes.RemoveRange(place, bytes.Count - place); break;
                case 2: bytes.InsertRange(place, bytes.GetRange(0, length)); break;
                case 3: Fill(place, length, 0xFF); break;
                case 4: Fill(place, length, 0); break;
                case 5: bytes[place] = (byte)random.Next(256); break;
                case 6: bytes[place] ^= 0xC0; break;
                default: bytes[place] ^= (byte)(1 << random.Next(8)); break;
            }
        }

        return [.. bytes];

        void Fill(int place, int length, byte value)
        {
            for (int i = 0; i < length; i++)
            {
                // What was the same before would be no damage.
                bytes[place + i] = bytes[place + i] == value ? (byte)~value : value;
            }
        }
    }

    private static void AssertSound(G1Affine[] points) => Assert.All(points, point => Assert.True(!point.IsInfinity && point.IsOnCurve()));

    private static void AssertSound(G2Affine[] points) =>
        Assert.All(points, point => Assert.True(!point.IsInfinity && point.IsOnCurve() && point.IsInSubgroup()));
}
