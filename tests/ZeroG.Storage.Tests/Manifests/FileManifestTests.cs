using System.Text;
using ZeroG.Chain;
using ZeroG.Storage.Manifests;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Manifests;

/// <summary>A manifest finds what it was told, on its own chain only, whatever a crash or an editor did to it.</summary>
public sealed class FileManifestTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => _folder["manifest.csv"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_ThenOpenAgain_FindsTheSameLine()
    {
        ManifestLine line = ManifestLines.Of("/data/a.bin");
        Write(line);

        using FileManifest again = Open();

        ManifestLine found = again.Find(line.Path!, line.Size, line.LastWriteTime!.Value)!;
        Assert.Equal(line, found with { Node = line.Node, Roots = line.Roots });
        Assert.Equal(line.Node.ToString(), found.Node.ToString());
        Assert.Equal(line.Roots.ToString(), found.Roots.ToString());
        Assert.Empty(again.Faults);
        Assert.Null(again.TornLine);
    }

    [Fact]
    public void Append_InTheSameRun_IsFoundAtOnce()
    {
        using FileManifest manifest = Open();
        manifest.Append(ManifestLines.Of("/data/a.bin"));
        manifest.Append(ManifestLines.Of("/data/b.bin"));

        Assert.NotNull(Find(manifest, "/data/a.bin"));
        Assert.NotNull(Find(manifest, "/data/b.bin"));
        Assert.Null(Find(manifest, "/data/c.bin"));
    }

    [Fact]
    public void Append_WhileOpen_IsInTheFileBeforeItReturns()
    {
        using FileManifest manifest = Open();

        manifest.Append(ManifestLines.Of("/data/a.bin"));

        using FileStream reader = new(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.Contains("/data/a.bin", new StreamReader(reader).ReadToEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(999, 0)]
    [InlineData(1000, 1)]
    public void Find_FileIsAnotherNow_IsNotFound(long size, long ticksLater)
    {
        Write(ManifestLines.Of("/data/a.bin"));

        using FileManifest again = Open();

        Assert.Null(again.Find("/data/a.bin", size, ManifestLines.Written.AddTicks(ticksLater)));
    }

    [Fact]
    public void Find_SeveralLines_TheNewestWins()
    {
        Write(ManifestLines.Of("/data/a.bin"), ManifestLines.Of("/data/a.bin", size: 2000));

        using FileManifest again = Open();

        Assert.Null(Find(again, "/data/a.bin"));
        Assert.Equal(2000, Find(again, "/data/a.bin", 2000)!.Size);
    }

    [Fact]
    public void Find_LineOfAnotherChain_IsNotFoundAndKept()
    {
        Write(ManifestLines.Of("/data/a.bin", chain: "31337:0x0000000000000000000000000000000000001000:0x22"));

        using (FileManifest again = Open())
        {
            Assert.Null(Find(again, "/data/a.bin"));
            Assert.Equal(0, again.Count);
            again.Append(ManifestLines.Of("/data/a.bin"));
        }

        Assert.Contains("0x22", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "aes", false)]
    [InlineData("aes", null, false)]
    [InlineData("aes", "aes 2", false)]
    [InlineData("aes", "aes", true)]
    public void Find_StoredInAnotherForm_IsNotFound(string? stored, string? wanted, bool found)
    {
        Write(ManifestLines.Of("/data/a.bin") with { Encryption = stored });

        using FileManifest again = FileManifest.Open(File, ManifestLines.Chain, wanted);

        Assert.Equal(found, Find(again, "/data/a.bin") is not null);
    }

    [Fact]
    public void Find_LineOfAnotherEncryption_IsNotFoundAndKept()
    {
        const string Key = "Aes256:00112233";
        Write(ManifestLines.Of("/data/a.bin"));
        using (FileManifest encrypted = FileManifest.Open(File, ManifestLines.Chain, Key))
        {
            Assert.Null(Find(encrypted, "/data/a.bin"));
            encrypted.Append(ManifestLines.Of("/data/a.bin", encryption: Key));
            Assert.Equal(Key, Find(encrypted, "/data/a.bin")!.Encryption);
        }

        using FileManifest plain = Open();
        Assert.Null(Find(plain, "/data/a.bin")!.Encryption);
        Assert.Equal(1, plain.Count);
    }

    [Theory]
    [InlineData(null, 1000)]
    [InlineData("Aes256:00112233", 1017)]
    [InlineData("Ecies:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", 1050)]
    public void Line_OfAResult_HasTheSizeOfTheFileAndGivesBackTheStoredOne(string? encryption, long stored)
    {
        UploadResult result = ManifestLines.Of("/data/a.bin", encryption: encryption).ToResult();
        ManifestLine line = ManifestLine.From(result, ManifestLines.Written, ManifestLines.Chain);

        Assert.Equal((stored, encryption), (result.Size, result.Encryption));
        Assert.Equal((1000, encryption), (line.Size, line.Encryption));
    }

    [Fact]
    public void Content_WithoutAFile_IsWrittenAndNeverFound()
    {
        Write(ManifestLines.Of("/data/a.bin") with { Path = null, LastWriteTime = null, Transaction = null, Block = null });

        using FileManifest again = Open();

        Assert.Empty(again.Faults);
        Assert.Equal(0, again.Count);
    }

    [Theory]
    [InlineData("comma, in the name.txt")]
    [InlineData("\"quotes\" and ''.txt")]
    [InlineData("line\nbreak and\r\nanother.txt")]
    [InlineData("ends with a quote\"")]
    [InlineData(" spaces around ")]
    [InlineData("日本語 ünï 🙂.txt")]
    [InlineData("#TYPE x")]
    public void Names_ThatCsvMustQuote_ComeBack(string name)
    {
        Write(ManifestLines.Of($"/data/{name}"), ManifestLines.Of("/data/next"));

        using FileManifest again = Open();

        Assert.Equal(name, Find(again, $"/data/{name}")!.Name);
        Assert.NotNull(Find(again, "/data/next"));
        Assert.Empty(again.Faults);
    }

    [Fact]
    public void KilledWhileWriting_AtEachByteOfTheLastLine_OnlyThatLineIsLost()
    {
        Write(ManifestLines.Of("/data/a.bin"), ManifestLines.Of("/data/b\n\"ü\".bin"));
        byte[] whole = System.IO.File.ReadAllBytes(File);
        int last = Encoding.UTF8.GetString(whole).LastIndexOf("\"b\n", StringComparison.Ordinal);
        for (int length = last + 1; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            using (FileManifest torn = Open())
            {
                bool onlyTheBreakIsMissing = length >= whole.Length - Environment.NewLine.Length;
                Assert.NotNull(Find(torn, "/data/a.bin"));
                Assert.Equal(onlyTheBreakIsMissing ? null : 3, torn.TornLine);
                Assert.Empty(torn.Faults);
                torn.Append(ManifestLines.Of("/data/c.bin"));
            }

            using FileManifest mended = Open();
            Assert.Null(mended.TornLine);
            Assert.Empty(mended.Faults);
            Assert.NotNull(Find(mended, "/data/c.bin"));
        }
    }

    [Fact]
    public void KilledInTheFirstLine_BeginsAnew()
    {
        Write(ManifestLines.Of("/data/a.bin"));
        System.IO.File.WriteAllBytes(File, System.IO.File.ReadAllBytes(File)[..20]);

        Write(ManifestLines.Of("/data/b.bin"));

        using FileManifest again = Open();
        Assert.NotNull(Find(again, "/data/b.bin"));
    }

    [Fact]
    public void PowerLost_ZerosAtTheEnd_AreTakenOut()
    {
        Write(ManifestLines.Of("/data/a.bin"));
        System.IO.File.AppendAllText(File, new string('\0', 4096));

        using (FileManifest torn = Open())
        {
            Assert.Equal(3, torn.TornLine);
            torn.Append(ManifestLines.Of("/data/b.bin"));
        }

        Assert.DoesNotContain('\0', System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("garbage", "it has 1 values where the first line names 17 columns")]
    [InlineData("\"unclosed", "its quotation marks do not match")]
    [InlineData("\"a\"b", "its quotation marks do not match")]
    public void DamagedLine_BetweenGoodOnes_IsNamedWithItsNumberAndKept(string damage, string reason)
    {
        Write(ManifestLines.Of("/data/a.bin"), ManifestLines.Of("/data/b.bin"), ManifestLines.Of("/data/c.bin"));
        string[] lines = System.IO.File.ReadAllLines(File);
        lines[2] = damage;
        System.IO.File.WriteAllLines(File, lines);

        using (FileManifest manifest = Open())
        {
            Assert.Equal(new ManifestFault(3, reason), Assert.Single(manifest.Faults));
            Assert.NotNull(Find(manifest, "/data/a.bin"));
            Assert.Null(Find(manifest, "/data/b.bin"));
            Assert.NotNull(Find(manifest, "/data/c.bin"));
            manifest.Append(ManifestLines.Of("/data/b.bin"));
        }

        Assert.Contains(damage, System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Size", "-5", "'-5' is no Size")]
    [InlineData("Root", "0x12", "'0x12' is no Root")]
    [InlineData("Roots", "0x12", "'0x12' is no Roots")]
    [InlineData("Fee", "much", "'much' is no Fee")]
    [InlineData("State", "7", "'7' is no State")]
    [InlineData("LastWriteTime", "yesterday", "'yesterday' is no LastWriteTime")]
    [InlineData("Node", "nowhere", "'nowhere' is no Node")]
    public void DamagedValue_IsNamed(string column, string value, string reason)
    {
        Write(ManifestLines.Of("/data/a.bin"));
        string[] lines = System.IO.File.ReadAllLines(File);
        string[] values = lines[1].Split(',');
        values[Array.IndexOf(lines[0].Split(','), $"\"{column}\"")] = $"\"{value}\"";
        lines[1] = string.Join(',', values);
        System.IO.File.WriteAllLines(File, lines);

        using FileManifest manifest = Open();

        Assert.Equal(new ManifestFault(2, reason), Assert.Single(manifest.Faults));
    }

    [Fact]
    public void NotUtf8_IsNamed()
    {
        Write(ManifestLines.Of("/data/a.bin"), ManifestLines.Of("/data/b.bin"));
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes[Encoding.UTF8.GetString(bytes).IndexOf("a.bin", StringComparison.Ordinal)] = 0xFF;
        System.IO.File.WriteAllBytes(File, bytes);

        using FileManifest manifest = Open();

        Assert.Equal(new ManifestFault(2, "it is not UTF-8"), Assert.Single(manifest.Faults));
    }

    [Theory]
    [InlineData("some text\n")]
    [InlineData("no line at all")]
    [InlineData("\"Name\",\"Path\",\"Size\",\"Root\"\n")]
    [InlineData("\"Name\n")]
    public void OtherFile_IsRefusedAndNotTouched(string content)
    {
        System.IO.File.WriteAllText(File, content);

        ZeroGException error = Assert.Throws<ZeroGException>(() => Open());

        Assert.Equal("ZgManifestInvalid", error.ErrorId);
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Columns_InAnotherOrderWithOthersBeside_AreUnderstoodAndKept()
    {
        Write(ManifestLines.Of("/data/a.bin"));
        string[] lines = [.. System.IO.File.ReadAllLines(File).Select(
            (line, i) => $"{(i == 0 ? "Mine" : "1")},{string.Join(',', line.Split(',').Reverse())}")];
        System.IO.File.WriteAllText(File, "\uFEFF" + string.Join("\r\n", lines) + "\r\n\r\n", new UTF8Encoding(true));

        using (FileManifest manifest = Open())
        {
            Assert.Empty(manifest.Faults);
            Assert.NotNull(Find(manifest, "/data/a.bin"));
            manifest.Append(ManifestLines.Of("/data/b.bin"));
        }

        using FileManifest again = Open();
        Assert.NotNull(Find(again, "/data/b.bin"));
    }

    [Fact]
    public void Open_AnotherHasIt_SaysSo()
    {
        using FileManifest first = Open();

        ZeroGException error = Assert.Throws<ZeroGException>(() => Open());

        Assert.Equal(("ZgManifestBusy", ErrorKind.ResourceBusy), (error.ErrorId, error.Kind));
    }

    [Fact]
    public void Dispose_NothingWasAdded_LeavesNoFile()
    {
        Open().Dispose();

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Open_FolderMissing_SaysSo() => Assert.Equal(
        "ZgManifestUnusable",
        Assert.Throws<ZeroGException>(() => FileManifest.Open(_folder["no/manifest.csv"], ManifestLines.Chain)).ErrorId);

    [Fact]
    public void IsOwn_ManifestAndItsLock()
    {
        using FileManifest manifest = Open();

        Assert.Equal([true, true, false], new[] { File, File + ".lock", _folder["a"] }.Select(manifest.IsOwn));
    }

    [Fact]
    public void ToResult_OfAFileThatWasPaid_PaysNothingAgain()
    {
        UploadResult result = ManifestLines.Of("/data/a.bin").ToResult();

        Assert.Equal((UploadState.AlreadyStored, null, null), (result.State, result.Transaction, result.Block));
        Assert.True(result.Fee.IsZero && result.GasFee.IsZero);
    }

    private FileManifest Open() => FileManifest.Open(File, ManifestLines.Chain);

    private void Write(params ManifestLine[] lines)
    {
        using FileManifest manifest = Open();
        foreach (ManifestLine line in lines)
        {
            manifest.Append(line);
        }
    }

    private static ManifestLine? Find(FileManifest manifest, string path, long size = 1000) =>
        manifest.Find(path, size, ManifestLines.Written);
}
