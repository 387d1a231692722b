using System.Management.Automation;
using System.Numerics;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Storage;

/// <summary>
/// What one file cmdlet emits, the next binds: on a development network, by value, by property name, and as text from a table.
/// </summary>
public sealed class FilePipelineTests(DevNetSession devNet) : IClassFixture<DevNetSession>
{
    private ModuleSession Session => devNet.Session;

    [Fact]
    public void SendThenReceive_ObjectsInThePipeline_SameBytesUnderTheSameName()
    {
        string sent = devNet.NewFile("sent.bin", size: 600_000);

        PSObject received = Assert.Single(Run("Send-ZgFile sent.bin | Receive-ZgFile -Destination restored").Output);

        Assert.Equal(devNet.Folder["restored/sent.bin"], Value(received, "Path"));
        Assert.Equal(File.ReadAllBytes(sent), File.ReadAllBytes(devNet.Folder["restored/sent.bin"]));
    }

    [Theory]
    [InlineData(
        "$root = [pscustomobject]@{ Value = $sent.Root.Value }; [pscustomobject]@{ Name = $sent.Name; Root = $root; Roots = @($root) }",
        "json")]
    [InlineData("$form = [System.Management.Automation.PSSerializer]; $form::Deserialize($form::Serialize($sent, 2))", "clixml")]
    public void SendThenReceive_SerializedInBetween_SameBytes(string trip, string folder)
    {
        string content = devNet.NewFile($"{folder}.bin");

        RunResult received = Session.Run($$"""
            $sent = Send-ZgFile {{folder}}.bin
            $back = $({{trip}})
            $null = $back | Receive-ZgFile -Destination ./{{folder}}/
            $back | Test-ZgFile -Quiet
            ($back | Get-ZgFile).State
            """);

        received.AssertNoErrors();
        Assert.Equal(["True", "Finalized"], received.Output.Select(output => output.ToString()));
        Assert.Equal(File.ReadAllBytes(content), File.ReadAllBytes(devNet.Folder[$"{folder}/{folder}.bin"]));
    }

    [Fact]
    public void SendThenReceive_RowsOfTextInBetween_SameBytes()
    {
        string[] files = ["one.bin", "two.bin"];
        byte[][] contents = [.. files.Select(name => File.ReadAllBytes(devNet.NewFile(name)))];
        PSObject[] rows = [.. Run("'one.bin', 'two.bin' | Send-ZgFile").Output.Select(Flatten)];

        RunResult received = Session.Run("$input | Receive-ZgFile -Destination ./manifest", rows);
        RunResult passed = Session.Run("$input | Test-ZgFile -Quiet", rows);
        RunResult known = Session.Run("$input | Get-ZgFile", rows);

        received.AssertNoErrors();
        Assert.Equal(contents, files.Select(name => File.ReadAllBytes(devNet.Folder[$"manifest/{name}"])));
        Assert.Equal([true, true], passed.Output.Select(output => output.BaseObject));
        Assert.Equal(rows.Select(row => Value(row, "Root")), known.Output.Select(output => Value(output, "Root").ToString()));
    }

    [Fact]
    public void Send_SameFileTwice_PaysOnce()
    {
        devNet.NewFile("twice.bin");

        // At work at the same time: either of them may be the one that pays.
        PSObject[] sent =
            [.. Run("'twice.bin', 'twice.bin' | Send-ZgFile").Output.OrderByDescending(result => Value(result, "State").ToString())];

        Assert.Equal(["Finalized", "AlreadyStored"], sent.Select(result => Value(result, "State").ToString()));
        Assert.NotNull(Value(sent[0], "Transaction"));
        Assert.Null(sent[1].Properties["Transaction"].Value);
        Assert.Equal("0 0G", Value(sent[1], "Fee").ToString());
        Assert.Equal(Value(sent[0], "Sequence"), Value(sent[1], "Sequence"));
    }

    [Fact]
    public void Send_SameFileWithForce_MakesAnotherEntry()
    {
        devNet.NewFile("force.bin");

        PSObject[] sent = [.. Run("Send-ZgFile force.bin; Send-ZgFile force.bin -Force").Output];

        Assert.NotEqual(Value(sent[0], "Sequence"), Value(sent[1], "Sequence"));
    }

    [Fact]
    public void Send_FileObjectsAndContent_EachIsAFile()
    {
        devNet.NewFile("object.bin");

        RunResult result = Run("""
            $ExecutionContext.InvokeProvider.Item.Get('object.bin') | Send-ZgFile
            'some', 'lines' | Send-ZgFile -Name lines.txt
            """);

        Assert.Equal(["object.bin", "lines.txt"], result.Output.Select(output => Value(output, "Name")));
        Assert.Equal(10L, Value(result.Output[1], "Size"));
    }

    [Fact]
    public void Send_BadFileAmongGood_OneErrorAndTheOthers()
    {
        devNet.NewFile("good1.bin");
        devNet.NewFile("good2.bin");

        RunResult result = Session.Run("'good1.bin', 'missing.bin', 'good2.bin' | Send-ZgFile");

        Assert.Equal("ZgFileNotFound", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void Test_LocalFileDiffers_OnlyThatCheckFails()
    {
        devNet.NewFile("kept.bin");
        devNet.NewFile("other.bin");

        RunResult result = Run("Send-ZgFile kept.bin | Test-ZgFile -Path other.bin");

        Assert.Equal(["Known", "Available", "Proven", "Local"], result.Output.Select(output => Value(output, "Name")));
        Assert.Equal([true, true, true, false], result.Output.Select(output => Value(output, "Passed")));
    }

    [Fact]
    public void Test_RootThatNobodyKnows_ChecksFailAndNothingIsAnError()
    {
        RunResult result = Run("Test-ZgFile ('0x' + '7' * 64)");

        Assert.Equal([false, false, false], result.Output.Select(output => Value(output, "Passed")));
        Assert.Equal(false, Run("Test-ZgFile ('0x' + '7' * 64) -Quiet -SkipProof").Single());
    }

    [Fact]
    public void Measure_FileAndSize_SameFeeAsPaid()
    {
        devNet.NewFile("measured.bin", size: 70_000);

        PSObject[] costs =
            [.. Run("Measure-ZgStorageCost measured.bin; Measure-ZgStorageCost -Size 70000; Send-ZgFile measured.bin").Output];

        Assert.Single(costs.Select(cost => Value(cost, "Fee").ToString()).Distinct());
    }

    [Theory]
    // One rest of one byte only: two are the same now and then, and what the network has is not paid again.
    [InlineData("", 1, 300, 70_001, 262_144, 2_500_000)]
    [InlineData("-FragmentSize 1mb", 8, 1_048_576, 1_048_576 + 8, 2_500_001)]
    [InlineData("-FragmentSize '64kb'", 65_535, 65_536 + 8, 1_000_000)]
    [InlineData("-FragmentSize 1000", 8, 999, 1024 + 8, 5000)]
    public void Measure_SameParametersAsSend_SumIsWhatTheWalletPaysToTheNeuron(string parameters, params int[] sizes)
    {
        string[] files = [.. sizes.Select(size => $"'{Path.GetFileName(devNet.NewFile($"m{size}-{parameters.Length}.bin", size))}'")];
        string names = string.Join(", ", files);

        Run($$"""
            $costs = {{names}} | Measure-ZgStorageCost {{parameters}}
            $sizes = Measure-ZgStorageCost -Size {{string.Join(", ", sizes)}} {{parameters}}
            $before = Get-ZgBalance
            $sent = {{names}} | Send-ZgFile {{parameters}}
            $after = Get-ZgBalance
            """);

        BigInteger[] fees = Neuron("$sent.Fee");
        Assert.Equal(sizes.Length, fees.Length);
        Assert.Equal(fees, Neuron("$costs.Fee"));
        Assert.Equal(fees, Neuron("$sizes.Fee"));
        BigInteger paid = Neuron("$before.Amount")[0] - Neuron("$after.Amount")[0];
        Assert.Equal(paid, fees.Concat(Neuron("$sent.GasFee")).Aggregate(BigInteger.Add));

        BigInteger[] Neuron(string amounts) => [.. Run($"{amounts} | ForEach-Object Wei").Output.Select(wei => (BigInteger)wei.BaseObject)];
    }

    [Fact]
    public void Receive_NameThatLeadsOutOfTheFolder_IsRefused()
    {
        devNet.NewFile("escape.bin");
        PSObject row = Flatten(Run("Send-ZgFile escape.bin").Output.Single());
        row.Properties["Name"].Value = "../escaped.bin";

        RunResult result = Session.Run("$input | Receive-ZgFile -Destination ./in", row);

        result.SingleError("ZgFileNameInvalid");
        Assert.False(File.Exists(devNet.Folder["escaped.bin"]));
    }

    private RunResult Run(string script)
    {
        RunResult result = Session.Run(script);
        result.AssertNoErrors();
        return result;
    }

    private static object Value(PSObject thing, string property) => thing.Properties[property].Value;

    /// <summary>What Export-Csv and Import-Csv make of an object: text under the same names.</summary>
    private static PSObject Flatten(PSObject thing)
    {
        PSObject row = new();
        foreach (PSPropertyInfo property in thing.Properties)
        {
            row.Properties.Add(new PSNoteProperty(property.Name, property.Value?.ToString() ?? ""));
        }

        return row;
    }
}
