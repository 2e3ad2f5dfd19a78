/*
 * replay.c
 *		A fuzz target without libFuzzer, over the inputs that are kept.
 */
#include "fuzz.h"
#include "../unit/tap.h"

#include <dirent.h>

#define MOST_BYTES (1 << 20)

static int
is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Run one file.  A finding ends the program, so the file is named before. */
static void
replay(const char *name)
{
	static uint8_t data[MOST_BYTES];
	FILE	   *file = fopen(name, "rb");
	size_t		size;

	EXPECT(file != NULL);
	size = fread(data, 1, sizeof(data), file);
	EXPECT(size < sizeof(data));
	fclose(file);
	printf("# %s\n", name);
	fflush(stdout);
	LLVMFuzzerTestOneInput(data, size);
}

/* Run the files of a folder, which are at least so many. */
static void
replay_folder(const char *folder, int least)
{
	struct dirent **entries = NULL;
	int			n = scandir(folder, &entries, is_input, alphasort);

	for (int i = 0; i < n; i++)
	{
		char		name[4096];

		snprintf(name, sizeof(name), "%s/%s", folder, entries[i]->d_name);
		free(entries[i]);
		replay(name);
	}
	free(entries);
	if (n > 0 || least > 0)
		ok(n >= least, "S16 %d inputs of %s", n, folder);
}

int
main(void)
{
	replay_folder("test/fuzz/corpus/" FUZZ_INPUTS, 1);
	replay_folder("test/fuzz/regression/" FUZZ_INPUTS, 0);
	return done_testing();
}
