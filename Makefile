# Run by sam build: the one target builds the function's package into ARTIFACTS_DIR. package.sh lists the variables.

.PHONY: build-LifecycleFunction
build-LifecycleFunction:
	@sh package.sh
