using System.Management.Automation;
using System.Numerics;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Storage;

/// <summary>Send-ZgFile over a folder of hundreds of files: few transactions, every file in its place, no failure that spreads.</summary>
public sealed class ManyFilesTests(ManyFilesSession many) : IClassFixture<ManyFilesSession>
{
    private const int Count = 300;

    [Fact]
    public async Task Tree_ThroughOnePipeline_FewTransactionsAndEveryFileInItsPlace()
    {
        many.NewTree("tree", Count);
        BigInteger before = many.Balance;
        long logged = many.Submissions;
        long gasPrice = await many.GasPriceAsync();

        PSObject[] sent = [.. Run("Get-ChildItem tree -Recurse | Send-ZgFile").Output];

        string[] files = [.. Run("Get-ChildItem tree -Recurse -File | ForEach-Object FullName").Output.Select(path => path.ToString())];
        Assert.Equal(Count, files.Length);
        Assert.Equal(files, sent.Select(result => (string)Value(result, "Path")));
        Assert.All(sent, result => Assert.Equal("Finalized", Value(result, "State").ToString()));
        Assert.Equal(Count, sent.Select(result => Value(result, "Sequence")).Distinct().Count());
        Assert.Equal(logged + Count, many.Submissions);
        Assert.InRange(sent.Select(result => Value(result, "Transaction").ToString()).Distinct().Count(), 3, 10);
        Assert.Equal(before - many.Balance, Sum(sent, "Fee") + Sum(sent, "GasFee"));

        // Full blocks one after another would make each transaction dearer than the last, and the ten thousandth file beyond any wallet.
        Assert.InRange(await many.GasPriceAsync(), 1, gasPrice);
    }

    [Fact]
    public void Progress_OfManyFiles_IsAFewLinesThatAllEnd()
    {
        many.NewTree("progress", 40);
        using ManualResetEventSlim shown = new();
        many.Session.Set("shown", shown);
        using System.Management.Automation.PowerShell shell = many.Session.Prepare(
            "& { while (-not $shown.IsSet) { Get-ChildItem progress/00 -File }; Get-ChildItem progress -Recurse } | Send-ZgFile");
        shell.Streams.Progress.DataAdded += (_, added) =>
        {
            if (shell.Streams.Progress[added.Index].Activity == "Sending files")
            {
                shown.Set();
            }
        };

        shell.Invoke();

        Assert.Empty(shell.Streams.Error);
        IGrouping<int, ProgressRecord>[] lines = [.. shell.Streams.Progress.GroupBy(record => record.ActivityId)];
        Assert.InRange(lines.Length, 1, 4);
        Assert.All(lines, line => Assert.Equal(ProgressRecordType.Completed, line.Last().RecordType));
        Assert.Contains(lines, line => line.Any(
            record => record.Activity == "Sending files" && record.StatusDescription.Contains(" files", StringComparison.Ordinal)));
    }

    [Fact]
    public void Tree_SomeFilesCannotBeSent_ErrorsStandInTheirPlacesAndTheOthersAreStored()
    {
        many.NewTree("bad", 40);
        File.WriteAllText(many.Folder["bad/01/015.txt"], "");
        File.Delete(many.Folder["bad/02/025.txt"]);

        RunResult result = many.Session.Run("""
            0..39 | ForEach-Object { "bad/0$([math]::Floor($_ / 10))/{0:000}.txt" -f $_ } | Send-ZgFile 2>&1 | ForEach-Object {
                $_ -is [System.Management.Automation.ErrorRecord] ? ($_.FullyQualifiedErrorId -split ',')[0] : $_.Name
            }
            """);

        string[] expected = [.. Enumerable.Range(0, 40).Select(i => i == 15 ? "ZgFileEmpty" : i == 25 ? "ZgFileNotFound" : $"{i:000}.txt")];
        Assert.Equal(expected, result.Output.Select(output => output.ToString()));
    }

    [Fact]
    public void Batch_OfTen_PaysForTenWithEachTransaction()
    {
        many.NewTree("ten", 30);

        PSObject[] sent = [.. Run("Get-ChildItem ten -Recurse | Send-ZgFile -BatchSize 10").Output];

        Assert.All(sent.GroupBy(result => Value(result, "Transaction").ToString()), batch => Assert.InRange(batch.Count(), 1, 10));
    }

    [Fact]
    public void TagAndSubmitter_AreTaken()
    {
        many.NewTree("tagged", 1);

        Assert.Equal("Finalized", Run("""
            $submitter = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
            $files = Get-ChildItem tagged -Recurse
            ($files | Send-ZgFile -Tag 0x0102 -BatchSize 1 -Submitter $submitter -MaxGasPrice '100 gwei').State
            """).Single().ToString());
        Assert.Single(many.Session.Run("Send-ZgFile x -Tag hello").Errors);
        Assert.Single(many.Session.Run("Send-ZgFile x -Submitter 0x12").Errors);
    }

    [Fact]
    public void FragmentSize_AsMegabytes_CutsTheFile()
    {
        File.WriteAllBytes(many.Folder["fragments.bin"], RandomBytes(2_500_000));

        PSObject sent = (PSObject)Run("Send-ZgFile fragments.bin -FragmentSize '1mb'").Output.Single();

        Assert.Equal(3, ((System.Collections.ICollection)Value(sent, "Roots")).Count);
        Assert.Equal(2_500_000L, Value(sent, "Size"));
    }

    [Fact]
    public void Fragments_FromTheObjectOrATable_AreAllToldAndTested()
    {
        byte[] content = RandomBytes(2_500_000);
        File.WriteAllBytes(many.Folder["whole.bin"], content);
        content[^1]++;
        File.WriteAllBytes(many.Folder["altered.bin"], content);
        File.WriteAllBytes(many.Folder["longer.bin"], [.. content, 1]);
        Run("$sent = Send-ZgFile whole.bin -FragmentSize 1mb; $sent | Export-Csv whole.csv; $line = Import-Csv whole.csv");

        Assert.Equal(3, Run("$sent | Get-ZgFile").Output.Count);
        Assert.Equal(12, Run("$line | Select-Object Root, Roots | Test-ZgFile -Path whole.bin | Where-Object Passed").Output.Count);
        Assert.Equal(true, Run("Test-ZgFile $sent.Root -Roots $sent.Roots -Path whole.bin -Quiet").Output.Single().BaseObject);
        foreach (string other in (string[])["altered.bin", "longer.bin"])
        {
            PSObject wrong =
                (PSObject)Run($"Test-ZgFile $sent.Root -Roots $sent.Roots -Path {other} | Where-Object Passed -EQ $false").Output.Single();
            Assert.Equal("Local", Value(wrong, "Name"));
            Assert.Equal(Run("$sent.Roots[2]").Output.Single().ToString(), Value(wrong, "Target").ToString());
        }

        // A fragment that the network does not have makes the whole file not available.
        string unknown = "0x" + new string('7', 64);
        Assert.Equal(
            false, Run($"Test-ZgFile $sent.Root -Roots @($sent.Roots[0], '{unknown}') -SkipProof -Quiet").Output.Single().BaseObject);
        Assert.Equal("ZgFileUnknown", many.Session.Run(
            $"Get-ZgFile $sent.Root -Roots @($sent.Roots[0], '{unknown}')").Errors.Single().FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void Next_WantsOneOnly_EndsCleanlyAndTheSameCommandGoesOn()
    {
        many.NewTree("first", 40);

        RunResult result = many.Session.Run(
            "Get-ChildItem first -Recurse | Sort-Object FullName | Send-ZgFile -BatchSize 4 | Select-Object -First 1; 'after'");

        result.AssertNoErrors();
        Assert.Equal(["000.txt", "after"], result.Output.Select(output => output.Properties["Name"]?.Value ?? output.ToString()));
        AssertRestIsPaidOnce("first", 40);
    }

    [Fact]
    public void File_FailsWithErrorActionStop_EndsThereAndTheSameCommandGoesOn()
    {
        many.NewTree("stop", 40);
        File.WriteAllText(many.Folder["stop/02/020.txt"], "");

        RunResult result =
            many.Session.Run("Get-ChildItem stop -Recurse | Sort-Object FullName | Send-ZgFile -BatchSize 4 -ErrorAction Stop");

        result.SingleError("ZgFileEmpty");
        Assert.Equal(20, result.Output.Count);
        File.WriteAllText(many.Folder["stop/02/020.txt"], $"{Guid.NewGuid()}");
        AssertRestIsPaidOnce("stop", 40);
    }

    [Fact]
    public async Task Stop_FilesInFlight_EndsThoughNothingIsMinedAndTheSameCommandGoesOn()
    {
        many.NewTree("ctrlc", 100);
        await ChainControl.MineAsync(many.ChainUri, automatically: false);
        using System.Management.Automation.PowerShell shell =
            many.Session.Prepare("Get-ChildItem ctrlc -Recurse | Send-ZgFile -BatchSize 8 -Verbose");
        TaskCompletionSource paying = new();
        shell.Streams.Verbose.DataAdded += (_, _) =>
        {
            if (shell.Streams.Verbose[^1].Message.StartsWith("Waiting for transaction", StringComparison.Ordinal))
            {
                paying.TrySetResult();
            }
        };
        IAsyncResult running = shell.BeginInvoke();
        await paying.Task.WaitAsync(TimeSpan.FromSeconds(60));

        // The command itself would wait ten minutes for the transaction.
        await shell.StopAsync(null, null).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        await ChainControl.MineAsync(many.ChainUri, automatically: true);
        AssertRestIsPaidOnce("ctrlc", 100);
    }

    [Fact]
    public void WhatIf_ForMany_SaysEachAndPaysNothing()
    {
        many.NewTree("whatif", 20);
        BigInteger before = many.Balance;

        RunResult result = Run("Get-ChildItem whatif -Recurse | Send-ZgFile -WhatIf -Manifest whatif.csv");

        Assert.Empty(result.Output);
        Assert.Equal(before, many.Balance);
        Assert.False(File.Exists(many.Folder["whatif.csv"]));
    }

    /// <summary>Runs the command to its end; afterwards the log has each file of the folder exactly once.</summary>
    private void AssertRestIsPaidOnce(string folder, int count)
    {
        PSObject[] sent = [.. Run($"Get-ChildItem {folder} -Recurse | Send-ZgFile").Output];

        Assert.Equal(count, sent.Length);
        Assert.Equal(count, sent.Select(result => Value(result, "Sequence")).Distinct().Count());
        long last = sent.Max(result => (long)Value(result, "Sequence"));
        long first = sent.Min(result => (long)Value(result, "Sequence"));
        Assert.Equal(count, last - first + 1);
        Assert.Equal(last + 1, many.Submissions);
    }

    private RunResult Run(string script)
    {
        RunResult result = many.Session.Run(script);
        result.AssertNoErrors();
        return result;
    }

    private static BigInteger Sum(IEnumerable<PSObject> results, string property) => results.Aggregate(
        BigInteger.Zero, (sum, result) => sum + (BigInteger)new PSObject(Value(result, property)).Properties["Wei"].Value);

    private static byte[] RandomBytes(int size)
    {
        byte[] bytes = new byte[size];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }

    private static object Value(PSObject thing, string property) => thing.Properties[property].Value;
}
