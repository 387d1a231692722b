using ZeroG.Nodes.TestHost;

// "send" and its arguments, or those of a storage node.
await (args[0] == "send" ? Sender.RunAsync(args[1..]) : Keeper.RunAsync(args));
