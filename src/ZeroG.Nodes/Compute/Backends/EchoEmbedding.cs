using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ZeroG.Nodes.Compute.Metering;

namespace ZeroG.Nodes.Compute.Backends;

/// <summary>The echo's vectors: of length 1, and in a direction that only the text decides. Nearness means nothing among them.</summary>
internal static class EchoEmbedding
{
    private const int DefaultDimensions = 16;
    private const int MostDimensions = 3072;

    /// <summary>OpenAI's <c>embeddings</c>, as numbers or Base64.</summary>
    public static JsonObject Create(JsonObject request, string model)
    {
        string[] inputs = request["input"] switch
        {
            JsonArray { Count: > 0 } list when list[0] is JsonValue first && first.TryGetValue(out string? _) =>
                [.. list.Select(item => (string?)item ?? "")],
            JsonArray { Count: > 0 } numbers => [numbers.ToJsonString()],
            JsonValue value when value.TryGetValue(out string? text) => [text],
            _ => throw new InvalidDataException("input is missing or empty"),
        };
        int dimensions = (int?)request["dimensions"] ?? DefaultDimensions;
        if (dimensions is < 1 or > MostDimensions)
        {
            throw new InvalidDataException($"dimensions goes from 1 to {MostDimensions}");
        }

        bool asBytes = (string?)request["encoding_format"] == "base64";
        JsonArray data = [];
        for (int index = 0; index < inputs.Length; index++)
        {
            float[] vector = VectorOf(inputs[index], dimensions);
            data.Add(new JsonObject
            {
                ["object"] = "embedding", ["index"] = index,
                ["embedding"] = asBytes ? Encode(vector) : new JsonArray([.. vector.Select(number => JsonValue.Create(number))]),
            });
        }

        long tokens = inputs.Sum(WordCount.Of);
        return new JsonObject
        {
            ["object"] = "list", ["data"] = data, ["model"] = model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        };
    }

    private static float[] VectorOf(string text, int dimensions)
    {
        byte[] bytes = new byte[dimensions * sizeof(short)];
        HKDF.Expand(HashAlgorithmName.SHA256, SHA256.HashData(Encoding.UTF8.GetBytes(text)), bytes, "echo"u8);
        double[] raw = new double[dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            // Never zero, so that every vector has a direction.
            raw[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(i * sizeof(short))) + 0.5;
        }

        double length = Math.Sqrt(raw.Sum(number => number * number));
        return [.. raw.Select(number => (float)(number / length))];
    }

    private static string Encode(float[] vector)
    {
        byte[] bytes = new byte[vector.Length * sizeof(float)];
        for (int i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        }

        return Convert.ToBase64String(bytes);
    }
}
