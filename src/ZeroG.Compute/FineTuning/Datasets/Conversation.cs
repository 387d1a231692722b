using System.Text.Json;

namespace ZeroG.Compute.FineTuning.Datasets;

/// <summary>The messages of one line, of which providers train the last one of the user and of the assistant.</summary>
/// <remarks>Source: 0g-serving-broker, api/fine-tuning/internal/services/setup.go.</remarks>
internal struct Conversation
{
    private int _count;
    private long _user;
    private long _assistant;
    private bool _hasUser;
    private bool _hasAssistant;

    /// <summary>Characters that are trained.</summary>
    public readonly long Characters => _user + _assistant;

    /// <summary>Whether there are messages that are not.</summary>
    public readonly bool IsShortened => _count > 2;

    /// <summary>What is wrong; null for nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads the value at which a reader stands, to its end.</summary>
    public static Conversation Read(ref Utf8JsonReader reader)
    {
        Conversation conversation = default;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return new Conversation { Fault = "'messages' is no list" };
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            conversation._count++;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                conversation.ReadMessage(ref reader);
            }
            else
            {
                conversation.Fault ??= $"message {conversation._count} is no object with role and content";
                reader.Skip();
            }
        }

        conversation.Fault ??= !conversation._hasUser ? "empty: no message of the user"
            : !conversation._hasAssistant ? "empty: no message of the assistant"
            : null;
        return conversation;
    }

    private void ReadMessage(ref Utf8JsonReader reader)
    {
        string? role = null;
        long length = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isRole = reader.ValueTextEquals("role"u8);
            bool isContent = reader.ValueTextEquals("content"u8);
            reader.Read();
            if (isRole && reader.TokenType == JsonTokenType.String)
            {
                role = reader.ValueTextEquals("user"u8) ? "user" : reader.ValueTextEquals("assistant"u8) ? "assistant" : "other";
            }
            else if (isContent && reader.TokenType == JsonTokenType.String)
            {
                length = DatasetLine.LengthOf(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        if (role is null || length < 0)
        {
            Fault ??= $"message {_count} has no {(role is null ? "role" : "content")} that is text";
        }
        else if (length == 0 && role != "other")
        {
            Fault ??= $"empty: message {_count} has no text";
        }

        (_user, _hasUser) = role == "user" ? (length, true) : (_user, _hasUser);
        (_assistant, _hasAssistant) = role == "assistant" ? (length, true) : (_assistant, _hasAssistant);
    }
}
