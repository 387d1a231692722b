using System.Text.Json;

namespace ZeroG.Compute.FineTuning.Datasets;

/// <summary>The keys of a line, as a set that costs nothing to compare. Keys that mean nothing here are told apart by their hash.</summary>
internal readonly record struct DatasetKeys
{
    private static readonly string[] Names = ["instruction", "input", "output", "messages", "text"];

    private const int Instruction = 1;
    private const int Input = 2;
    private const int Output = 4;
    private const int Messages = 8;
    private const int Text = 16;

    private int Known { get; init; }

    private int Others { get; init; }

    /// <summary>Whether a single key is that of a conversation.</summary>
    public bool IsMessages => Known == Messages;

    /// <summary>Whether a single key is that of a text.</summary>
    public bool IsText => Known is Instruction or Input or Output or Text;

    /// <summary>Whether a single text may be empty.</summary>
    public bool MayBeEmpty => Known == Input;

    /// <summary>The shape of a line with these keys; null for none. As providers decide, a conversation comes first.</summary>
    public DatasetShape? Shape =>
        (Known & Messages) != 0 ? DatasetShape.Messages
        : (Known & (Instruction | Output)) == (Instruction | Output) ? DatasetShape.Instruction
        : (Known & (Text | Instruction)) == Text ? DatasetShape.Text
        : null;

    /// <summary>The key at which a reader stands.</summary>
    public static DatasetKeys Of(ref Utf8JsonReader reader)
    {
        for (int i = 0; i < Names.Length; i++)
        {
            if (reader.ValueTextEquals(Names[i]))
            {
                return new DatasetKeys { Known = 1 << i };
            }
        }

        HashCode hash = default;
        hash.AddBytes(reader.ValueSpan);
        return new DatasetKeys { Others = hash.ToHashCode() | 1 };
    }

    /// <summary>Both sets together; the order does not matter.</summary>
    public DatasetKeys With(DatasetKeys other) => new() { Known = Known | other.Known, Others = unchecked(Others + other.Others) };

    /// <summary>The known keys and, if there are others, a word for them.</summary>
    public override string ToString()
    {
        int known = Known;
        IEnumerable<string> names = Names.Where((_, i) => (known & (1 << i)) != 0);
        return string.Join(", ", Others == 0 ? names : names.Append("others"));
    }
}
