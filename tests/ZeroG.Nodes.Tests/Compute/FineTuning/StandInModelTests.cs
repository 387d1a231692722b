using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ZeroG.Nodes.Compute.FineTuning;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>The artefact: what a reader of adapters would make of it, and that it says what it is.</summary>
public sealed class StandInModelTests
{
    [Fact]
    public void Create_Weights_AreAValidSafetensorsFileOfZeros()
    {
        byte[] file = Read("adapter_model.safetensors");
        int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
        Assert.Equal(0, (8 + length) % 8);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, length));
        ReadOnlySpan<byte> data = file.AsSpan(8 + length);
        long end = 0;
        foreach (JsonProperty tensor in header.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
        {
            Assert.Equal("F32", tensor.Value.GetProperty("dtype").GetString());
            long elements = tensor.Value.GetProperty("shape").EnumerateArray().Aggregate(1L, (size, side) => size * side.GetInt64());
            JsonElement offsets = tensor.Value.GetProperty("data_offsets");
            Assert.Equal(end, offsets[0].GetInt64());
            end = offsets[1].GetInt64();
            Assert.Equal(elements * sizeof(float), end - offsets[0].GetInt64());
        }

        Assert.Equal(data.Length, end);
        Assert.False(data.ContainsAnyExcept((byte)0));
        Assert.Equal(StandIn.Notice, header.RootElement.GetProperty("__metadata__").GetProperty("note").GetString());
    }

    [Fact]
    public void Create_ConfigAndNote_NameTheModelAndSayThatNothingWasTrained()
    {
        using JsonDocument config = JsonDocument.Parse(Read("adapter_config.json"));
        Assert.Equal("LORA", config.RootElement.GetProperty("peft_type").GetString());
        Assert.Equal("some-model", config.RootElement.GetProperty("base_model_name_or_path").GetString());
        string note = Encoding.UTF8.GetString(Read("README.md"));
        Assert.Contains("not a trained model", note, StringComparison.Ordinal);
        Assert.Contains(SampleTasks.Create().Id.ToString(), note, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SameTask_GivesTheSameBytes() =>
        Assert.Equal(StandInModel.Create(SampleTasks.Create(), "some-model"), StandInModel.Create(SampleTasks.Create(), "some-model"));

    private static byte[] Read(string name)
    {
        using ZipArchive zip = new(new MemoryStream(StandInModel.Create(SampleTasks.Create(), "some-model")));
        using Stream entry = zip.GetEntry($"output_model/{name}")!.Open();
        using MemoryStream bytes = new();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }
}
