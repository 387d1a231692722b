using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ZeroG.Compute.Attestation;

/// <summary>
/// The images of a compose file: every value of a key <c>image</c>, wherever it stands, so that none hides in a template that a service
/// takes over. Reads event by event, without building what anchors could make large.
/// </summary>
internal static class ComposeImages
{
    // Compose files that people write have a few thousand characters and four levels.
    private const int LongestFile = 1 << 20;
    private const int DeepestLevel = 64;
    private const int MostImages = 256;

    /// <exception cref="FormatException">No YAML, or too large or deep to be a compose file.</exception>
    public static IReadOnlyList<string> In(string file)
    {
        if (file.Length > LongestFile)
        {
            throw new FormatException($"the compose file has {file.Length} characters");
        }

        List<string> images = [];
        Dictionary<AnchorName, string> anchors = [];
        Stack<Level> levels = new();
        try
        {
            Parser parser = new(new StringReader(file));
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case MappingStart or SequenceStart when levels.Count == DeepestLevel:
                        throw new FormatException($"the compose file has more than {DeepestLevel} levels");
                    case MappingStart or SequenceStart:
                        Take(levels, null, images);
                        levels.Push(new Level(parser.Current is MappingStart));
                        break;
                    case MappingEnd or SequenceEnd:
                        levels.Pop();
                        break;
                    case Scalar scalar:
                        if (!scalar.Anchor.IsEmpty)
                        {
                            anchors[scalar.Anchor] = scalar.Value;
                        }

                        Take(levels, scalar.Value, images);
                        break;
                    case AnchorAlias alias:
                        Take(levels, anchors.GetValueOrDefault(alias.Value), images);
                        break;
                }
            }
        }
        catch (YamlException failure)
        {
            throw new FormatException($"the compose file is no YAML at line {failure.Start.Line}", failure);
        }
        catch (InvalidOperationException failure)
        {
            // The scanner's own, at some documents that end within a plain scalar.
            throw new FormatException("the compose file is no YAML", failure);
        }

        return images;
    }

    /// <summary>A node has come: in a mapping it is a key and a value by turns.</summary>
    private static void Take(Stack<Level> levels, string? text, List<string> images)
    {
        if (!levels.TryPeek(out Level? level) || !level.IsMapping)
        {
            return;
        }

        if (level.HasKey && level.Key == "image" && text is not null && !images.Contains(text))
        {
            images.Add(images.Count < MostImages
                ? text
                : throw new FormatException($"the compose file names more than {MostImages} images"));
        }

        level.Key = level.HasKey ? null : text;
        level.HasKey = !level.HasKey;
    }

    private sealed class Level(bool isMapping)
    {
        public bool IsMapping => isMapping;

        public bool HasKey { get; set; }

        public string? Key { get; set; }
    }
}
