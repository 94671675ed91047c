return Descent.Cli.Application.Run(args);
