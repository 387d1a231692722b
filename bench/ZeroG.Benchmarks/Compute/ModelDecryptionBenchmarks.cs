using BenchmarkDotNet.Attributes;
using ZeroG.Benchmarks.Processes;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;

namespace ZeroG.Benchmarks.Compute;

/// <summary>
/// A fine-tuned model of 256 MiB from the encrypted file to the plain one, signature and tags checked, by the official SDK in Node.js and
/// by ZeroG. Both files lie in memory where the system has a folder for that, so that no disk is measured.
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 2, iterationCount: 9, invocationCount: 1)]
[MinColumn]
[MedianColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class ModelDecryptionBenchmarks : IDisposable
{
    private const int Size = 256 << 20;
    private const string InMemory = "/dev/shm";

    private readonly string _folder = Directory.Exists(InMemory)
        ? Directory.CreateDirectory(Path.Combine(InMemory, $"zerog-bench-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("zerog-bench-").FullName;

    private readonly Wallet _signer = Wallet.CreateRandom();
    private SymmetricKey _key = null!;
    private ScriptPeer _peer = null!;

    private string Encrypted => Path.Combine(_folder, "model.bin");

    private string TheirPlain => Path.Combine(_folder, "theirs.zip");

    private string OurPlain => Path.Combine(_folder, "ours.zip");

    [GlobalSetup]
    public async Task SetUp()
    {
        byte[] keyBytes = new byte[32];
        new Random(5).NextBytes(keyBytes);
        _key = new SymmetricKey(keyBytes);
        byte[] model = new byte[Size];
        new Random(6).NextBytes(model);
        await ModelFile.EncryptAsync(new MemoryStream(model), Encrypted, _key, _signer);
        _peer = new ScriptPeer(
            "decrypt-bench.js", Encrypted, TheirPlain, Convert.ToHexStringLower(keyBytes), _signer.Address.ToString());
        string said = OfficialSdk();
        await Own();
        byte[] theirs = await File.ReadAllBytesAsync(TheirPlain);
        byte[] ours = await File.ReadAllBytesAsync(OurPlain);
        Answers.AssertEqual(model, theirs, nameof(OfficialSdk));
        Answers.AssertEqual(model, ours, nameof(Own));
        Console.WriteLine($"// peak of memory of the official SDK: {said}");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _peer.Dispose();
        _key.Dispose();
        _signer.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public string OfficialSdk() => _peer.Run();

    [Benchmark]
    public async Task<long> Own()
    {
        using FileSource source = FileSource.Open(Encrypted);
        return await ModelFile.DecryptAsync(source, OurPlain, _key, _signer.Address, overwrite: true);
    }
}
