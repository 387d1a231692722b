using System.Text.Json.Nodes;

namespace ZeroG.Testing.Faults;

/// <summary>What a storage node or an indexer that lies may say instead of the truth. Answers of other forms stay as they are.</summary>
public static class Lies
{
    /// <summary>Changes one thing in an answer.</summary>
    public static void Tell(JsonNode answer, Random random)
    {
        switch (answer["result"])
        {
            case JsonObject { } info when info["tx"] is JsonObject entry:
                OfFile(info, entry, random);
                break;
            case JsonObject segment when segment["proof"] is JsonObject proof:
                OfSegment(segment, proof, random);
                break;
            case JsonObject status when status["networkIdentity"] is JsonObject identity:
                OfStatus(status, identity, random);
                break;
            case JsonObject shard when shard["numShard"] is not null:
                (shard["shardId"], shard["numShard"]) = random.Next(3) switch { 0 => (1, 2), 1 => (3, 2), _ => (0, 0) };
                break;
            case JsonObject lists when lists["trusted"] is JsonArray trusted:
                OfNodes(trusted, random);
                break;
            case JsonArray { Count: > 0 } locations when locations[0] is JsonObject first && first["url"] is not null:
                OfNodes(locations, random);
                break;
            case JsonValue text when text.TryGetValue(out string? data) && data.Length > 100 && data[1] != 'x':
                answer["result"] = FlipByte(data, random);
                break;
        }
    }

    /// <summary>
    /// The size only in ways that a root can disprove: it does not bind the bytes within the last sector, so a size that differs there is
    /// told by comparing nodes, which other tests do.
    /// </summary>
    private static void OfFile(JsonObject info, JsonObject entry, Random random)
    {
        long size = (long)entry["size"]!;
        switch (random.Next(10))
        {
            case 0: entry["size"] = size + 256; break;
            case 1: entry["size"] = size > 256 ? size - 256 : size + (1L << 20); break;
            case 2: entry["size"] = random.Next(2) == 0 ? 0 : long.MaxValue; break;
            case 3: entry["dataMerkleRoot"] = Hash(random); break;
            case 4: info["finalized"] = !(bool)info["finalized"]!; break;
            case 5: info["uploadedSegNum"] = random.Next(3); break;
            case 6: entry["seq"] = (long)entry["seq"]! + random.Next(1, 3); break;
            case 7: entry["startEntryIndex"] = (long)entry["startEntryIndex"]! + 1024; break;
            case 8: info["pruned"] = true; break;
            default: entry["merkleNodes"] = new JsonArray(); break;
        }
    }

    private static void OfSegment(JsonObject segment, JsonObject proof, Random random)
    {
        switch (random.Next(7))
        {
            case 0: segment["data"] = FlipByte((string)segment["data"]!, random); break;
            case 1: segment["data"] = ""; break;
            case 2: segment["root"] = Hash(random); break;
            case 3: segment["index"] = (long)segment["index"]! + 1; break;
            case 4: segment["fileSize"] = (long)segment["fileSize"]! + 1; break;
            case 5: ((JsonArray)proof["lemma"]!)[0] = Hash(random); break;
            default: ((JsonArray)proof["path"]!).Add(true); break;
        }
    }

    private static void OfStatus(JsonObject status, JsonObject identity, Random random)
    {
        switch (random.Next(3))
        {
            case 0: identity["chainId"] = 1; break;
            case 1: identity["flowAddress"] = "0x00000000000000000000000000000000000000aa"; break;
            default: status["nextTxSeq"] = 0; break;
        }
    }

    private static void OfNodes(JsonArray nodes, Random random)
    {
        JsonNode node = nodes[random.Next(nodes.Count)]!;
        switch (random.Next(4))
        {
            case 0: nodes.Remove(node); break;
            case 1: node["url"] = "not an address"; break;
            case 2: node["config"]!["numShard"] = 4; break;

            // Nobody listens there.
            default: node["url"] = "http://127.0.0.1:1"; break;
        }
    }

    private static string FlipByte(string base64, Random random)
    {
        byte[] data = Convert.FromBase64String(base64);
        data[random.Next(data.Length)] ^= (byte)random.Next(1, 256);
        return Convert.ToBase64String(data);
    }

    private static string Hash(Random random)
    {
        byte[] hash = new byte[32];
        random.NextBytes(hash);
        return $"0x{Convert.ToHexStringLower(hash)}";
    }
}
