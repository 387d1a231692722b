namespace ZeroG.Chain.Abi;

/// <summary>
/// A contract event: <c>event Transfer(address indexed from, address indexed to, uint256 value)</c>. Indexed values of more than a word
/// (text, bytes, arrays, tuples) are only in the log as their hash, so they are encoded from the value and decoded as
/// <see cref="Hash256"/>.
/// </summary>
public sealed class AbiEvent
{
    // A log has at most four topics; a named event spends the first on its own hash.
    private const int MaxTopics = 4;

    private readonly AbiType _plainInputs;

    private AbiEvent(string name, AbiParameter[] inputs, bool isAnonymous)
    {
        Name = name;
        Inputs = inputs;
        IsAnonymous = isAnonymous;
        Signature = name + AbiType.Tuple(inputs).CanonicalName;
        Topic = AbiSelector.Hash(Signature);
        TopicCount = (isAnonymous ? 0 : 1) + inputs.Count(input => input.Indexed);
        _plainInputs = AbiType.Tuple([.. inputs.Where(input => !input.Indexed)]);
    }

    /// <summary>The name without parameters.</summary>
    public string Name { get; }

    /// <summary>Name and canonical types: <c>Transfer(address,address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The hash of the signature: the first topic of a log of this event, unless it is anonymous.</summary>
    public Hash256 Topic { get; }

    /// <summary>The parameters in the order of the declaration.</summary>
    public IReadOnlyList<AbiParameter> Inputs { get; }

    /// <summary>True when logs of this event do not begin with its topic.</summary>
    public bool IsAnonymous { get; }

    private int TopicCount { get; }

    /// <summary>Parses a declaration, which begins with the word <c>event</c>.</summary>
    /// <exception cref="AbiException">The text is no event declaration, or indexes more parameters than a log has topics.</exception>
    public static AbiEvent Parse(string declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        AbiParser parser = new(declaration);
        string name = parser.ReadHeading("event");
        AbiParameter[] inputs = parser.ReadParameters(allowIndexed: true);
        ReadOnlySpan<char> modifier = parser.ReadWord();
        if (modifier is not ("" or "anonymous"))
        {
            throw parser.Error($"'{modifier}' is no modifier");
        }

        parser.ExpectEnd();
        AbiEvent result = new(name, inputs, isAnonymous: modifier.Length > 0);
        return result.TopicCount <= MaxTopics ? result : throw parser.Error("indexes more parameters than a log has topics");
    }

    /// <summary>Topics and data of a log with these values, given in the order of the declaration.</summary>
    /// <exception cref="AbiException">The values do not fit the parameters.</exception>
    public AbiLog Encode(params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != Inputs.Count)
        {
            throw new AbiException($"{Signature} has {Inputs.Count} parameters, got {values.Length} values.");
        }

        List<Hash256> topics = IsAnonymous ? [] : [Topic];
        List<object?> plain = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (Inputs[i].Indexed)
            {
                topics.Add(AbiCoder.EncodeTopic(Inputs[i], values[i]));
            }
            else
            {
                plain.Add(values[i]);
            }
        }

        return new AbiLog([.. topics], AbiCoder.Encode(_plainInputs, plain, []));
    }

    /// <summary>True when the topics are those of a log of this event, by its own topic and their number.</summary>
    public bool IsLog(IReadOnlyList<Hash256> topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        return topics.Count == TopicCount && (IsAnonymous || topics[0] == Topic);
    }

    /// <summary>The values of a log in the order of the declaration.</summary>
    /// <exception cref="AbiException">The log is of another event or malformed.</exception>
    public object?[] Decode(IReadOnlyList<Hash256> topics, ReadOnlySpan<byte> data)
    {
        if (!IsLog(topics))
        {
            throw new AbiException(
                $"The log is none of {Signature}: expected {TopicCount} topics, the first {Topic} unless anonymous; got {topics.Count}.");
        }

        object?[] plain = AbiCoder.Decode(_plainInputs, data);
        object?[] values = new object?[Inputs.Count];
        int nextPlain = 0;
        int nextTopic = IsAnonymous ? 0 : 1;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Inputs[i].Indexed ? DecodeTopic(Inputs[i], topics[nextTopic++]) : plain[nextPlain++];
        }

        return values;
    }

    /// <summary>The signature.</summary>
    public override string ToString() => Signature;

    private static object? DecodeTopic(AbiParameter parameter, Hash256 topic) => parameter.Type.Kind < AbiTypeKind.Bytes
        ? AbiCoder.Decode([parameter.Type], topic.Bytes)[0]
        : topic;
}
