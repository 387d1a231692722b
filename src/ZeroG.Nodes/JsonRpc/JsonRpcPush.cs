namespace ZeroG.Nodes.JsonRpc;

/// <summary>
/// Sends a message to the other end of a WebSocket. Never waits: messages queue up in order behind answers, and a reader that falls too far
/// behind is cut off.
/// </summary>
/// <param name="message">A whole JSON-RPC message as UTF-8; must not be changed afterwards.</param>
/// <returns>False when the socket is gone.</returns>
public delegate bool JsonRpcPush(ReadOnlyMemory<byte> message);
