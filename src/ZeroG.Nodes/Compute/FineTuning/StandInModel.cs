using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// What is delivered in place of a trained model: a zip with the folder <c>output_model</c> as trainers make it, holding the smallest valid
/// LoRA adapter, all of whose weights are zero, and a note that says so.
/// </summary>
internal static class StandInModel
{
    /// <summary>The folder in the zip.</summary>
    public const string Folder = "output_model/";

    private const int HeaderAlignment = 8;

    /// <summary>Makes the zip of a task; the same task gives the same bytes.</summary>
    public static byte[] Create(ProviderTask task, string model)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, task, "adapter_config.json", Config(model));
            Add(zip, task, "adapter_model.safetensors", Weights());
            Add(zip, task, "README.md", Encoding.UTF8.GetBytes(Note(task, model)));
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive zip, ProviderTask task, string name, byte[] content)
    {
        ZipArchiveEntry entry = zip.CreateEntry(Folder + name);
        entry.LastWriteTime = task.CreatedAt;
        using Stream stream = entry.Open();
        stream.Write(content);
    }

    // The keys that PEFT wants of a LoRA adapter.
    private static byte[] Config(string model) => JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, object?>
        {
            ["peft_type"] = "LORA",
            ["task_type"] = "CAUSAL_LM",
            ["base_model_name_or_path"] = model,
            ["r"] = 1,
            ["lora_alpha"] = 1,
            ["lora_dropout"] = 0,
            ["bias"] = "none",
            ["inference_mode"] = true,
            ["target_modules"] = (string[])["stand_in"],
        });

    // The format of safetensors: the header's length as 8 little-endian bytes, the header in JSON, padded with spaces, and the tensors.
    private static byte[] Weights()
    {
        Dictionary<string, object> header = new()
        {
            ["__metadata__"] = new Dictionary<string, string> { ["format"] = "pt", ["note"] = StandIn.Notice },
            ["base_model.model.stand_in.lora_A.weight"] = Tensor(0),
            ["base_model.model.stand_in.lora_B.weight"] = Tensor(1),
        };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        int length = (json.Length + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment;
        byte[] file = new byte[sizeof(ulong) + length + (2 * sizeof(float))];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)length);
        file.AsSpan(sizeof(ulong), length).Fill((byte)' ');
        json.CopyTo(file, sizeof(ulong));
        return file;

        static object Tensor(int index) => new Dictionary<string, object>
        {
            ["dtype"] = "F32",
            ["shape"] = (int[])[1, 1],
            ["data_offsets"] = (int[])[index * sizeof(float), (index + 1) * sizeof(float)],
        };
    }

    private static string Note(ProviderTask task, string model) => string.Create(CultureInfo.InvariantCulture, $"""
        # A stand-in, not a trained model

        {StandIn.Notice} The adapter in this folder is valid, all of its weights are zero, and it changes nothing in {model}.

        - task: {task.Id}
        - dataset: {task.DatasetHash}
        - fee: {task.Fee}

        """);
}
