using System.IO.Compression;
using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Delivery;
using ZeroG.Cryptography.Keccak;
using ZeroG.Storage.Encryption;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning.Delivery;

/// <summary>From the deliverable on chain and the encrypted file to the files of the model.</summary>
public sealed class ModelDecryptionTests : IDisposable
{
    private readonly FineTuningMarket _market = new();
    private readonly TempFolder _folder = new();
    private readonly Wallet _tee = Wallet.CreateRandom();
    private readonly SymmetricKey _key = SymmetricKey.CreateRandom();

    public ModelDecryptionTests() => _market.Signer = _tee.Address;

    private string Encrypted => _folder["in/model.bin"];

    public void Dispose()
    {
        _market.Dispose();
        _folder.Dispose();
        _tee.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task Run_ModelWithPublishedKey_IsItsFiles()
    {
        await DeliverAsync(Zip(("output_model/adapter_config.json", "{}"), ("output_model/adapter_model.safetensors", "weights")));
        List<DecryptionProgress> reports = [];

        DecryptedModel model = await RunAsync("out/model/", progress: new ListProgress<DecryptionProgress>(reports));

        Assert.Equal((FineTuningMarket.Id, FineTuningMarket.Provider, _tee.Address), (model.TaskId, model.Provider, model.Signer));
        Assert.Equal(_folder["out/model"], model.Path);
        Assert.Equal(Encrypted, model.Source);
        Assert.Equal(
            [_folder["out/model/output_model/adapter_config.json"], _folder["out/model/output_model/adapter_model.safetensors"]],
            model.Files);
        Assert.Equal("weights", await File.ReadAllTextAsync(model.Files[1]));
        Assert.Equal([_folder["out/model"]], Directory.GetFileSystemEntries(_folder["out"]));
        Assert.Equal(["Decrypting", "Unpacking"], reports.Select(report => report.Phase).Distinct());
        Assert.Empty(_market.Http.Requests);
    }

    [Fact]
    public async Task Run_FolderWithANameAsLongAsNamesMayBe_IsFilled()
    {
        await DeliverAsync(Zip(("a", "b")));
        string name = $"out/{new string('k', 255)}";

        DecryptedModel model = await RunAsync(name);

        Assert.Equal("b", await File.ReadAllTextAsync(Assert.Single(model.Files)));
        Assert.Equal([_folder[name]], Directory.GetFileSystemEntries(_folder["out"]));
    }

    [Fact]
    public async Task Run_DestinationOfAZip_IsTheZipItself()
    {
        byte[] zip = Zip(("a", "b"));
        await DeliverAsync(zip);

        DecryptedModel model = await RunAsync("out/model.zip");

        Assert.Equal(zip, await File.ReadAllBytesAsync(_folder["out/model.zip"]));
        Assert.Equal((_folder["out/model.zip"], (long)zip.Length), (Assert.Single(model.Files), model.Size));
        Assert.Equal("ZgTargetExists", (await FailAsync("out/model.zip")).ErrorId);
        await RunAsync("out/model.zip", overwrite: true);
    }

    [Theory]
    [InlineData(false, "Delivered", " Acknowledge it first: Receive-ZgFineTunedModel does that.")]
    [InlineData(true, "UserAcknowledged", "")]
    public async Task Run_BeforeTheKeyIsPublished_SaysHowFarTheTaskIs(bool isAcknowledged, string state, string advice)
    {
        await DeliverAsync(Zip(("a", "b")));
        _market.Deliver(FineTuningMarket.Id, isAcknowledged);

        ZeroGException failure = await FailAsync("out");

        Assert.Equal("ZgModelKeyNotPublished", failure.ErrorId);
        Assert.Equal(
            $"Task is {state}; the provider has not published the key yet. Try again when it is Finished (about a minute).{advice}",
            failure.Message);
    }

    [Fact]
    public async Task Run_NothingDelivered_SaysSo()
    {
        await DeliverAsync(Zip(("a", "b")));

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => new ModelDecryption(_market.Chain.Client, _market.User)
            .RunAsync(Encrypted, FineTuningMarket.Provider, Guid.NewGuid(), _folder["out"]));

        Assert.Equal("ZgDeliverableUnknown", failure.ErrorId);
    }

    [Theory]
    [InlineData(false, "ZgDeliverableTooLate")]
    [InlineData(true, "ZgDeliverableAbandoned")]
    public async Task Run_KeyThatNeverComes_SaysSo(bool isAcknowledged, string id)
    {
        await DeliverAsync(Zip(("a", "b")));
        _market.Deliver(FineTuningMarket.Id, isAcknowledged, isSettled: true);

        Assert.Equal(id, (await FailAsync("out")).ErrorId);
    }

    [Fact]
    public async Task Run_KeyForAnotherWallet_SaysSo()
    {
        using Wallet other = Wallet.CreateRandom();
        await DeliverAsync(Zip(("a", "b")), recipient: other);

        Assert.Equal("ZgModelKeyNotForWallet", (await FailAsync("out")).ErrorId);
    }

    [Fact]
    public async Task Run_ModelOfAnotherTask_IsNotTheFileOfTheChain()
    {
        await DeliverAsync(Zip(("a", "b")), hash: new byte[32], fileKey: SymmetricKey.CreateRandom());

        ZeroGException failure = await FailAsync("out");

        Assert.Equal("ZgModelHashMismatch", failure.ErrorId);
        Assert.Contains($"not the model of task {FineTuningMarket.Id}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KeyOfAnotherTaskForTheFileOfTheChain_IsTheKeysFault()
    {
        await DeliverAsync(Zip(("a", "b")), fileKey: SymmetricKey.CreateRandom());

        Assert.Equal("ZgModelKeyWrong", (await FailAsync("out")).ErrorId);
    }

    [Fact]
    public async Task Run_ProviderThatChangedItsSigner_NeedsTheOldOne()
    {
        await DeliverAsync(Zip(("a", "b")));
        _market.Signer = FakeContracts.Provider(9);

        ZeroGException failure = await FailAsync("out");

        Assert.Equal("ZgModelFileSigner", failure.ErrorId);
        Assert.StartsWith($"The file was not signed by {_market.Signer}.", failure.Message, StringComparison.Ordinal);
        await RunAsync("out", signer: _tee.Address);
    }

    [Fact]
    public async Task Run_ArchiveThatLeadsOut_WritesNothing()
    {
        await DeliverAsync(Zip(("good", "x"), ("../../bad", "y")));

        Assert.Equal("ZgModelArchiveUnsafe", (await FailAsync("out/model")).ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["out"]));
        Assert.False(File.Exists(_folder["bad"]));
    }

    [Fact]
    public async Task Run_ModelThatIsNoZip_CanBeKeptAsItIs()
    {
        await DeliverAsync(Encoding.UTF8.GetBytes("no zip"));

        Assert.Equal("ZgModelArchiveInvalid", (await FailAsync("out/model")).ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["out"]));
        await RunAsync("out/model.zip");
        Assert.Equal("no zip", await File.ReadAllTextAsync(_folder["out/model.zip"]));
    }

    [Fact]
    public async Task Run_FolderWithSomethingInIt_IsRefusedBeforeAnythingIsDecrypted()
    {
        await DeliverAsync(Zip(("a", "b")));
        Directory.CreateDirectory(_folder["out"]);
        await File.WriteAllTextAsync(_folder["out/mine"], "mine");
        List<DecryptionProgress> reports = [];

        Assert.Equal(
            "ZgTargetExists",
            (await Assert.ThrowsAsync<ZeroGException>(
                () => RunAsync("out", progress: new ListProgress<DecryptionProgress>(reports)))).ErrorId);
        Assert.Empty(reports);
        await RunAsync("out", overwrite: true);
        Assert.True(File.Exists(_folder["out/mine"]) && File.Exists(_folder["out/a"]));
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Encrypts a model, and puts it on chain with its key.</summary>
    private async Task DeliverAsync(byte[] plain, Wallet? recipient = null, byte[]? hash = null, SymmetricKey? fileKey = null)
    {
        Directory.CreateDirectory(_folder["in"]);
        using (fileKey)
        {
            await ModelFile.EncryptAsync(new MemoryStream(plain), Encrypted, fileKey ?? _key, _tee);
        }

        hash ??= Keccak256.Hash(await File.ReadAllBytesAsync(Encrypted));
        byte[] secret = ModelKeyEnvelope.Seal(_key, (recipient ?? _market.User).PublicKey);
        _market.Deliver(FineTuningMarket.Id, isAcknowledged: true, isSettled: true, secret, hash);
    }

    private Task<DecryptedModel> RunAsync(
        string destination, Address? signer = null, bool overwrite = false, IProgress<DecryptionProgress>? progress = null) =>
        new ModelDecryption(_market.Chain.Client, _market.User).RunAsync(
            Encrypted, FineTuningMarket.Provider, FineTuningMarket.Id, _folder[destination], signer, overwrite, progress,
            TestContext.Current.CancellationToken);

    private Task<ZeroGException> FailAsync(string destination) =>
        Assert.ThrowsAsync<ZeroGException>(() => RunAsync(destination));
}
