using System.Net;
using System.Net.Http.Headers;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Challenge;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Points;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>Parameters from challenge files, on disk and on servers of all kinds.</summary>
public sealed class ChallengeParametersTests : IDisposable
{
    private const string Label = "challenge";

    private static readonly MatrixShape Shape = new(2, 2);
    private static readonly byte[] Challenge = ChallengeBytes.Make(Shape, Label);

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ranges_AreThoseOfTheCeremony()
    {
        // The offsets of the file of 2^28 powers that 0G's parameters come from.
        Assert.Equal(
            [(64L, 67_108_864L), (17_112_760_384L, 67_108_864L), (34_359_738_368L, 134_217_728L), (68_585_259_008L, 128L)],
            ChallengeFile.Ranges(MatrixShape.Production, 28));
        Assert.Equal(103_079_215_232, ChallengeFile.FileLength(1L << 28));
    }

    [Fact]
    public async Task WriteAsync_FileOnDisk_GivesTheOfficialFilesAndTheParameters()
    {
        string path = await SaveAsync(Challenge);
        IReadOnlyList<string> written = await ChallengeParameters.WriteAsync(path, _folder["out"], Shape, cancellationToken: Cancel);

        Assert.Equal(
            ["power-tau-5DWgDV-04.bin", "zerog-da-02-04.bin", "amt-verify-coset0-5DWgDV-02-04.bin", "amt-verify-coset1-5DWgDV-02-04.bin",
                "amt-verify-coset2-5DWgDV-02-04.bin"],
            written.Select(each => Path.GetFileName(each)!));
        await AssertOfficialAsync();
        using EncoderParameters loaded = await EncoderParameters.LoadAsync(_folder["out"], Shape, cancellationToken: Cancel);
        using EncoderParameters expected = DevelopmentParameters.Create(Shape, Label);
        Assert.False(loaded.IsDevelopment);
        Assert.Equal(expected.TauPowers.ToArray(), loaded.TauPowers.ToArray());
        Assert.Equal(expected.HighPowers.ToArray(), loaded.HighPowers.ToArray());
        Assert.Equal(expected.RowBasis(2).ToArray(), loaded.RowBasis(2).ToArray());
    }

    [Fact]
    public async Task WriteAsync_Server_ReadsOnlyTheRanges()
    {
        await using RangeServer server = new(Challenge);
        await ChallengeParameters.WriteAsync(server.Address, _folder["out"], Shape, cancellationToken: Cancel);

        await AssertOfficialAsync();
        Assert.Equal(1 + (16 * 64) + (16 * 64) + (16 * 128) + 128, server.Sent);
    }

    [Fact]
    public async Task WriteAsync_MorePowersThanFourTimesTheCells_TakesTheLastAsHigh()
    {
        string path = await SaveAsync(ChallengeBytes.Make(Shape, Label, factor: 8));
        await ChallengeParameters.WriteAsync(path, _folder["out"], Shape, cancellationToken: Cancel);
        using EncoderParameters loaded = await EncoderParameters.LoadAsync(_folder["out"], Shape, cancellationToken: Cancel);

        Fr tau = TauScalars.TauOf("challenge"u8);
        Assert.Equal(G1Affine.Generator.Multiply(tau.Pow(7 * 16)).ToAffine(), loaded.HighPowers.Span[0]);
        Assert.Equal(G2Affine.Generator.Multiply(tau.Pow(7 * 16)).ToAffine(), loaded.HighG2);
    }

    [Theory]
    [InlineData(64 + 3, "a coordinate is not below the modulus", 0x3F)]
    [InlineData(64, "flags", 0x80)]
    [InlineData(64 + (5 * 64), "infinity", 0x40)]
    [InlineData(64 + (5 * 64) + 20, "number 5 of the powers in G1: it is not on the curve", 1)]
    [InlineData(64 + (48 * 64) + 20, "number 0 of the high powers in G1", 1)]
    [InlineData(64 + (127 * 64) + (3 * 128) + 20, "number 3 of the powers in G2", 1)]
    public async Task WriteAsync_BadPoint_IsNamed(int offset, string words, byte change)
    {
        byte[] bytes = [.. Challenge];
        if (change == 0x3F)
        {
            bytes.AsSpan(64, 64).Fill(0x3F);
        }
        else
        {
            bytes[offset] ^= change;
        }

        ZeroGException failure = await FailAsync(await SaveAsync(bytes));
        Assert.Equal("ZgChallengeInvalid", failure.ErrorId);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["out"]));
    }

    [Theory]
    [InlineData(64 + (7 * 64), false, "not the powers of one number")]
    [InlineData(64 + (50 * 64), false, "high powers that do not belong")]
    [InlineData(64, false, "does not begin with the generators")]
    [InlineData(64 + (127 * 64) + (4 * 128), true, "powers in G2 that are not those in G1")]
    [InlineData(64 + (127 * 64) + (48 * 128), true, "high powers that do not belong")]
    public async Task WriteAsync_OtherPointOfTheGroup_IsNoticed(int offset, bool isG2, string words)
    {
        byte[] bytes = [.. Challenge];
        Fr other = Fr.FromUInt64(12345);
        if (isG2)
        {
            PointForm.Challenge.G2.Write(G2Affine.Generator.Multiply(other).ToAffine(), bytes.AsSpan(offset, 128));
        }
        else
        {
            PointForm.Challenge.G1.Write(G1Affine.Generator.Multiply(other).ToAffine(), bytes.AsSpan(offset, 64));
        }

        Assert.Contains(words, (await FailAsync(await SaveAsync(bytes))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_NoChallenge_IsRefused()
    {
        ZeroGException truncated = await FailAsync(await SaveAsync(Challenge[..^1]));
        ZeroGException small = await FailAsync(await SaveAsync(new byte[ChallengeFile.FileLength(16)]));
        ZeroGException odd = await FailAsync(await SaveAsync(new byte[ChallengeFile.FileLength(48)]));
        ZeroGException missing = await FailAsync(_folder["none"]);

        Assert.Equal(("ZgChallengeInvalid", "ZgChallengeInvalid"), (truncated.ErrorId, odd.ErrorId));
        Assert.Contains("has 16 powers, and a matrix of 4x4 needs 32", small.Message, StringComparison.Ordinal);
        Assert.Equal("ZgChallengeNotFound", missing.ErrorId);
    }

    [Fact]
    public async Task WriteAsync_WhereFilesAre_IsRefusedBeforeItReads()
    {
        Directory.CreateDirectory(_folder["out"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["out"], ParameterFileName.Verify(Shape, 1)), "mine", Cancel);
        Assert.Equal("ZgTargetExists", (await FailAsync(_folder["none"])).ErrorId);

        await DevelopmentParameters.WriteAsync(_folder["dev"], Shape, cancellationToken: Cancel);
        ZeroGException mixed = await Assert.ThrowsAsync<ZeroGException>(
            () => ChallengeParameters.WriteAsync(_folder["none"], _folder["dev"], Shape, overwrite: true, cancellationToken: Cancel));
        Assert.Equal("ZgParameterMixed", mixed.ErrorId);
    }

    [Theory]
    [InlineData("all", "ZgChallengeNoRanges")]
    [InlineData("elsewhere", "ZgChallengeNoRanges")]
    [InlineData("unknown", "ZgChallengeNoRanges")]
    [InlineData("grows", "ZgChallengeNoRanges")]
    [InlineData("404", "ZgChallengeNotFound")]
    [InlineData("403", "ZgChallengeNotFound")]
    [InlineData("416", "ZgChallengeNoRanges")]
    [InlineData("503", "ZgChallengeUnreachable")]
    [InlineData("short", "ZgChallengeUnreachable")]
    [InlineData("down", "ZgChallengeUnreachable")]
    public async Task WriteAsync_ServerThatDoesNotServe_IsNamed(string way, string id)
    {
        using FaultyServer server = new(way, faults: int.MaxValue);
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => WriteAsync(server));

        Assert.Equal(id, failure.ErrorId);
        Assert.Equal("http://mirror.test/challenge", failure.Target);
        Assert.DoesNotContain("sig", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("503")]
    [InlineData("short")]
    [InlineData("down")]
    public async Task WriteAsync_ServerThatFailsForAMoment_IsAskedAgain(string way)
    {
        using FaultyServer server = new(way, faults: 3);
        await WriteAsync(server);

        await AssertOfficialAsync();
    }

    private Task<IReadOnlyList<string>> WriteAsync(FaultyServer server) => ChallengeParameters.WriteAsync(
        "http://user:sig@mirror.test/challenge?signature=sig", _folder["out"], Shape, overwrite: false, server, new FastTimeProvider(1000), progress: null,
        Cancel);

    private Task<ZeroGException> FailAsync(string path) => Assert.ThrowsAsync<ZeroGException>(
        () => ChallengeParameters.WriteAsync(path, _folder["out"], Shape, cancellationToken: Cancel));

    private async Task<string> SaveAsync(byte[] bytes)
    {
        string path = _folder[$"{Guid.NewGuid():N}.bin"];
        await File.WriteAllBytesAsync(path, bytes, Cancel);
        return path;
    }

    // Of a known tau, the official files come from elsewhere too.
    private async Task AssertOfficialAsync()
    {
        string official = _folder["official"];
        Directory.CreateDirectory(official);
        await OfficialFileSet.WriteAsync(
            official, new KnownTau(Shape, Label), overwrite: false, new ParameterWork(cancellationToken: Cancel));
        string[] written = Directory.GetFiles(_folder["out"], "*-5DWgDV-*");
        Assert.Equal(4, written.Length);
        foreach (string path in written)
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(official, Path.GetFileName(path)), Cancel),
                await File.ReadAllBytesAsync(path, Cancel));
        }
    }

    private sealed class FaultyServer(string way, int faults) : HttpMessageHandler
    {
        private int _requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            RangeItemHeaderValue range = request.Headers.Range!.Ranges.Single();
            int from = (int)range.From!.Value;
            int to = (int)range.To!.Value;
            HttpResponseMessage right = Part(from, to, Challenge.Length);
            return Task.FromResult(_requests++ >= faults ? right : way switch
            {
                "all" => new(HttpStatusCode.OK) { Content = new ByteArrayContent(Challenge) },
                "elsewhere" => Part(from, to, Challenge.Length, shift: 1),
                "unknown" => Part(from, to, length: null),
                "grows" => Part(from, to, Challenge.Length + (_requests == 2 ? 1 : 0)),
                "short" => new(HttpStatusCode.PartialContent)
                {
                    Content = new ByteArrayContent([]) { Headers = { ContentRange = right.Content.Headers.ContentRange } },
                },
                "down" => throw new HttpRequestException(HttpRequestError.ConnectionError, "No connection."),
                _ => new((HttpStatusCode)int.Parse(way)),
            });
        }

        private static HttpResponseMessage Part(int from, int to, long? length, int shift = 0) => new(HttpStatusCode.PartialContent)
        {
            Content = new ByteArrayContent(Challenge, from, to - from + 1)
            {
                Headers =
                {
                    ContentRange = length is long total
                        ? new ContentRangeHeaderValue(from + shift, to + shift, total + shift)
                        : new ContentRangeHeaderValue(from, to),
                },
            },
        };
    }
}
