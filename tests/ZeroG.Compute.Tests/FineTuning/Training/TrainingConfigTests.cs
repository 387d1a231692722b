using ZeroG.Chain;
using ZeroG.Compute.FineTuning.Training;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning.Training;

public sealed class TrainingConfigTests
{
    private const string Good =
        """{"neftune_noise_alpha": 5, "num_train_epochs": 3, "per_device_train_batch_size": 2, "learning_rate": 0.0002, "max_steps": -1}""";

    [Fact]
    public void Parse_Template_KeepsTheTextAsItIs()
    {
        TrainingConfig config = TrainingConfig.Parse(Good);

        Assert.Equal(Good, config.Text);
        Assert.Equal(3, config.Epochs);
    }

    [Fact]
    public void Parse_ExponentNotation_SaysHowToWriteIt()
    {
        ZeroGException failure = Fail(Good.Replace("0.0002", "2e-4", StringComparison.Ordinal));

        Assert.Contains(
            "learning_rate: use decimal notation (0.0002), allowed range 0.00001 to 0.001.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_UnknownKey_NamesItAndThoseThatAre()
    {
        ZeroGException failure = Fail(Good.Replace("{", "{\"lora_r\": 8, ", StringComparison.Ordinal));

        Assert.Contains(
            "lora_r: no such key; allowed are neftune_noise_alpha, num_train_epochs", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("neftune_noise_alpha", "5", "-0.1", "0 to 10")]
    [InlineData("neftune_noise_alpha", "5", "10.01", "0 to 10")]
    [InlineData("num_train_epochs", "3", "0", "whole numbers from 1 to 10")]
    [InlineData("num_train_epochs", "3", "1.5", "whole numbers from 1 to 10")]
    [InlineData("num_train_epochs", "3", "11", "whole numbers from 1 to 10")]
    [InlineData("per_device_train_batch_size", "2", "5", "whole numbers from 1 to 4")]
    [InlineData("learning_rate", "0.0002", "0.000009", "0.00001 to 0.001")]
    [InlineData("learning_rate", "0.0002", "0.0011", "0.00001 to 0.001")]
    [InlineData("learning_rate", "0.0002", "\"0.0002\"", "0.00001 to 0.001")]
    [InlineData("max_steps", "-1", "0", "-1 (by epochs), or whole numbers from 1")]
    [InlineData("max_steps", "-1", "-2", "-1 (by epochs), or whole numbers from 1")]
    [InlineData("max_steps", "-1", "null", "-1 (by epochs), or whole numbers from 1")]
    public void Parse_ValueOutOfRange_NamesKeyAndRange(string key, string value, string other, string range)
    {
        ZeroGException failure = Fail(Good.Replace($"\"{key}\": {value}", $"\"{key}\": {other}", StringComparison.Ordinal));

        Assert.Contains($"{key}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"range {range}.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "0")]
    [InlineData("5", "10")]
    [InlineData("5", "0.1")]
    [InlineData("3", "1")]
    [InlineData("3", "3.0")]
    [InlineData("0.0002", "0.00001")]
    [InlineData("0.0002", "0.001")]
    [InlineData("-1", "500")]
    public void Parse_ValueAtTheEdge_IsAllowed(string value, string other) => TrainingConfig.Parse(
        Good.Replace($": {value}", $": {other}", StringComparison.Ordinal));

    [Fact]
    public void Parse_SeveralFaults_NamesAll()
    {
        string message = Fail("""{"num_train_epochs": 0, "learning_rate": 1E-4, "seed": 1}""").Message;

        string[] faults = ["num_train_epochs", "learning_rate", "seed", "neftune_noise_alpha: missing", "max_steps: missing"];
        foreach (string key in faults)
        {
            Assert.Contains(key, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("{\n\"max_steps\": 1,\n}", "line 3")]
    [InlineData("[1]", "no object")]
    [InlineData("{\"max_steps\": .5}", "line 1")]
    public void Parse_NoJson_SaysWhere(string text, string where)
    {
        foreach (bool custom in (bool[])[false, true])
        {
            ZeroGException failure = Assert.Throws<ZeroGException>(() => TrainingConfig.Parse(text, custom));
            Assert.Equal("ZgTrainingConfigInvalid", failure.ErrorId);
            Assert.Contains(where, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parse_KeyGivenTwice_IsRefused()
    {
        ZeroGException failure = Fail(Good.Replace("{", "{\"max_steps\": 4, ", StringComparison.Ordinal));

        Assert.Contains("max_steps: given twice.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"lr": 2e-4}""", null)]
    [InlineData("""{"num_train_epochs": 12, "anything": {"x": []}}""", 12)]
    [InlineData("""{"num_train_epochs": "two"}""", null)]
    public void Parse_CustomModel_NeedsOnlyBeJson(string text, int? epochs) =>
        Assert.Equal(epochs, TrainingConfig.Parse(text, isCustomModel: true).Epochs);

    [Fact]
    public async Task Open_File_IsReadAndNamedInErrors()
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(folder["good.json"], Good);
        await File.WriteAllTextAsync(folder["bad.json"], "{}");

        Assert.Equal(3, (await TrainingConfig.OpenAsync(folder["good.json"], false)).Epochs);
        ZeroGException bad = await Assert.ThrowsAsync<ZeroGException>(() => TrainingConfig.OpenAsync(folder["bad.json"], false));
        Assert.Equal(folder["bad.json"], bad.Target);
        ZeroGException none = await Assert.ThrowsAsync<ZeroGException>(() => TrainingConfig.OpenAsync(folder["none.json"], false));
        Assert.Equal("ZgFileNotFound", none.ErrorId);
    }

    [Fact]
    public void Cost_IsExact()
    {
        TrainingCost cost = new(1_000_001, 3, TokenAmount.FromWei(500_000_000_000), TokenAmount.Parse("0.01"));

        Assert.Equal("1.5000015 0G", cost.Fee.ToString());
        Assert.Equal("1.5100015 0G", cost.Total.ToString());
    }

    private static ZeroGException Fail(string text)
    {
        ZeroGException failure = Assert.Throws<ZeroGException>(() => TrainingConfig.Parse(text, path: "c.json"));
        Assert.Equal("ZgTrainingConfigInvalid", failure.ErrorId);
        Assert.Contains("'c.json'", failure.Message, StringComparison.Ordinal);
        return failure;
    }
}
